package dev.tachograph.engine.executor;

import dev.tachograph.engine.executor.RejectedSubmissionException.Reason;
import java.util.concurrent.TimeUnit;

/** Says why work was not run, and what to do about it. */
final class Refusals {
  private final Settings settings;

  Refusals(Settings settings) {
    this.settings = settings;
  }

  RejectedSubmissionException of(Task<?> task, Reason reason) {
    return new RejectedSubmissionException(
        reason,
        "script '%s' of tenant '%s' was not run: %s"
            .formatted(task.script(), task.tenant(), because(task, reason)));
  }

  private String because(Task<?> task, Reason reason) {
    return switch (reason) {
      case QUEUE_FULL ->
          "the queue was full, of %d places, %d for one tenant; submit less at once, raise queueSize or perTenantQueue, or let callers wait"
              .formatted(settings.queueSize(), settings.queueShare());
      case DROPPED ->
          "it was dropped for newer work, as the oldest of a tenant with too much waiting; submit less at once, or raise queueSize or perTenantQueue";
      case QUEUE_TIMEOUT ->
          "no thread was free for it within %d ms; submit less at once, or raise queueTimeout or its own deadline, perTenant, perScript or threads"
              .formatted(TimeUnit.NANOSECONDS.toMillis(settings.queueNanos(task)));
      case SHUT_DOWN -> "the executor was shut down; submit to another one";
    };
  }
}
