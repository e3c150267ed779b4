package dev.tachograph.engine.executor;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Work that waits, runs or has ended. Thread-safe.
 *
 * @param <T> what the work returns
 */
public interface Submission<T extends @Nullable Object> {
  /** Whose work it is. */
  String tenant();

  /** The script it belongs to. */
  String script();

  /**
   * Completes exactly once: with what the work returned or threw, {@link Error}s too; with a {@link
   * RejectedSubmissionException} if it did not run; or as cancelled if it was cancelled before it
   * ran.
   *
   * <p>Cancelling the future is {@link #cancel}: if the work runs, the future is done when the work
   * is. What depends on the future is called by the thread that completes it: the one that ran the
   * work, which is not free until then, the timer, or a thread that submits, cancels or closes. It
   * must not block; use the {@code Async} methods for what takes long. Completing the future from
   * outside has no effect on the work.
   */
  CompletableFuture<T> future();

  /**
   * Removes work that waits from the queue at once, and asks running work, by its hook, to end. The
   * executor does not interrupt threads. Only the first request reaches the hook, which is called
   * on this thread; the work may have ended in the meantime.
   *
   * @return whether it was removed, or asked to end, by this call
   */
  boolean cancel();

  /** How long it waited before it ran or was removed, or has waited until now. */
  Duration queueWait();
}
