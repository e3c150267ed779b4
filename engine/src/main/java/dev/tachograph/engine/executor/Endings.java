package dev.tachograph.engine.executor;

import static dev.tachograph.engine.executor.RejectedSubmissionException.Reason.QUEUE_TIMEOUT;

import dev.tachograph.engine.executor.RejectedSubmissionException.Reason;
import dev.tachograph.engine.executor.Task.State;
import dev.tachograph.meter.Ticker;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;

/**
 * How tasks end: refused, rejected while they wait, asked to end while they run, or by themselves.
 * Guarded by the dispatcher's lock. What concerns others, hooks and futures, is put off until it is
 * given back.
 */
final class Endings {
  private final Ticker ticker;
  private final Schedule schedule;
  private final Deadlines deadlines;
  private final Tally tally;
  private final Refusals refusals;
  private List<Runnable> afterwards = new ArrayList<>();

  Endings(Settings settings, Schedule schedule, Deadlines deadlines, Tally tally) {
    this.schedule = schedule;
    this.deadlines = deadlines;
    this.tally = tally;
    ticker = settings.ticker();
    refusals = new Refusals(settings);
  }

  /** It is not taken in. */
  RejectedSubmissionException refuse(Task<?> task, Reason reason) {
    task.state = State.ENDED;
    tally.notRun(reason);
    return refusals.of(task, reason);
  }

  /** It waits, and will not run. */
  void reject(Task<?> task, Reason reason) {
    task.rejection = reason;
    remove(task);
    tally.notRun(reason);
    afterwards.add(() -> task.fail(() -> refusals.of(task, reason)));
  }

  /** Its submitter does not want it any more; returns whether that made a difference. */
  boolean cancel(Task<?> task) {
    if (task.state != State.WAITING) {
      return askToEnd(task, CancelCause.CANCELLED);
    }
    remove(task);
    tally.cancelled();
    afterwards.add(() -> task.fail(() -> new CancellationException("cancelled before it ran")));
    return true;
  }

  private void remove(Task<?> task) {
    schedule.remove(task);
    deadlines.remove(task);
    tally.leftQueue(task.leaveQueue(State.ENDED, ticker.nanos()));
  }

  /** Its hook is called, unless it was already, or it does not run. */
  boolean askToEnd(Task<?> task, CancelCause cause) {
    if (task.state == State.WAITING || task.state == State.ENDED || task.cause != null) {
      return false;
    }
    task.cause = cause;
    afterwards.add(() -> task.askToEnd(cause));
    return true;
  }

  /** Ends those whose time is over. */
  void expire(long now) {
    for (Task<?> task = deadlines.due(now); task != null; task = deadlines.due(now)) {
      if (task.state == State.WAITING) {
        reject(task, QUEUE_TIMEOUT);
      } else {
        boolean ignored = askToEnd(task, CancelCause.RUN_TIMEOUT);
      }
    }
  }

  /** It was started, and there is no thread for it. */
  void fail(Task<?> task, Throwable noThread) {
    end(task);
    afterwards.add(() -> task.fail(() -> noThread));
  }

  /** Its script has ended. */
  void end(Task<?> task) {
    schedule.end(task);
    task.state = State.ENDED;
    deadlines.remove(task);
    tally.ran(task.cause);
  }

  /** What is to be done without the lock; none of it throws. */
  List<Runnable> takeAfterwards() {
    if (afterwards.isEmpty()) {
      return List.of(); // not the list itself: others are about to add to it
    }
    List<Runnable> taken = afterwards;
    afterwards = new ArrayList<>();
    return taken;
  }
}
