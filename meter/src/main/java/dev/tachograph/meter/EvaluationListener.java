package dev.tachograph.meter;

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
   * Source was compiled before any script code ran: what it took, with no evaluation by the count.
   * One that exceeded a limit is told as {@link #ended} instead.
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
}
