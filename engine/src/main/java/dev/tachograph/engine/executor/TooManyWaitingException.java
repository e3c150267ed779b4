package dev.tachograph.engine.executor;

import java.util.concurrent.RejectedExecutionException;

/**
 * Work was not let wait: as much waits as may. {@link FairExecutor#whileWaiting} throws it before
 * anything was called.
 */
public final class TooManyWaitingException extends RejectedExecutionException {
  private static final long serialVersionUID = 1L;

  TooManyWaitingException(Task<?> task, int most) {
    super(
        "script '%s' of tenant '%s' may not wait: %d others do; submit less at once, or raise waiting"
            .formatted(task.script(), task.tenant(), most));
  }
}
