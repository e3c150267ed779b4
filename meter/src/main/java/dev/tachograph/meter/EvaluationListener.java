package dev.tachograph.meter;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Hears of evaluations, synchronously and on their own thread: be brief. What a listener throws is
 * passed to the thread's uncaught exception handler and never reaches the script.
 */
public interface EvaluationListener {
  /**
   * The evaluation is about to be admitted. The only news that may be answered: what this throws
   * ends the evaluation before it runs, and reaches whoever opened it.
   */
  default void admitting(EvaluationRecord evaluation) {}

  /**
   * The host charged an account outside of any evaluation: {@link ResourceTracker#charge}.
   *
   * @param account whose id
   */
  default void charged(String account, Resource resource, long amount) {}

  /** The evaluation was admitted and is about to run script code. */
  default void started(EvaluationRecord evaluation) {}

  /** The evaluation ended, in whatever way; denied ones end without having started. */
  default void ended(EvaluationRecord evaluation) {}

  /**
   * Source was compiled before any script code ran, or a text was made of what a script had left
   * when it had ended: what it took, with no evaluation by the count. One that exceeded a limit is
   * told as {@link #ended} instead.
   */
  default void compiled(EvaluationRecord compilation) {}

  /** The evaluation exceeded a limit or was denied; heard once, before it ends. */
  default void exceeded(EvaluationRecord evaluation, Breach breach) {}

  /**
   * The JVM's own stack or heap ended in the middle of an evaluation, which was stopped for it;
   * heard after {@link #exceeded}. From now on this JVM is suspect: a class that was just being
   * initialised is lost until it is restarted, and what was just being changed may be half changed.
   */
  default void suspect(EvaluationRecord evaluation, Breach breach) {}

  /**
   * A tracker opened a new account. Heard before anybody can use it, and with a lock held that
   * evaluations wait for.
   *
   * @param parent the account that pays with it, or {@code null}
   */
  default void opened(String account, @Nullable String parent) {}

  /** The account was closed. Heard with that lock held. */
  default void closed(String account) {}

  /**
   * The account starts from nothing. Heard with that lock held.
   *
   * @param running its evaluations that run, with what was booked of them: that is gone, too
   */
  default void reset(String account, List<EvaluationRecord> running) {}

  /** The host changed limits, refilled a budget or reset the account; heard when that is done. */
  default void changed(String account) {}
}
