package dev.tachograph.engine.executor;

import static dev.tachograph.engine.executor.RejectedSubmissionException.Reason.DROPPED;
import static dev.tachograph.engine.executor.RejectedSubmissionException.Reason.QUEUE_FULL;
import static dev.tachograph.engine.executor.RejectedSubmissionException.Reason.QUEUE_TIMEOUT;
import static dev.tachograph.engine.executor.RejectedSubmissionException.Reason.SHUT_DOWN;

import dev.tachograph.engine.executor.RejectedSubmissionException.Reason;
import dev.tachograph.engine.executor.Task.State;
import dev.tachograph.meter.Ticker;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;

/**
 * What happens to tasks: they are taken in, started, asked to end, ended. Guarded by the
 * dispatcher's lock. What concerns others, hooks and futures, is put off until it is given back.
 */
final class Desk {
  private final Settings settings;
  private final Ticker ticker;
  private final Threads threads;
  private final Consumer<Task<?>> body;
  private final Schedule schedule;
  private final Deadlines deadlines;
  private final Refusals refusals;
  private final Tally tally = new Tally();
  private boolean accepting = true;

  /** Threads that run a task, or complete its future. */
  private int busy;

  private List<Runnable> afterwards = new ArrayList<>();

  /**
   * @param body runs a started task, on a thread
   * @param look is called when a deadline is over
   */
  Desk(Settings settings, Threads threads, Consumer<Task<?>> body, Runnable look) {
    this.settings = settings;
    this.threads = threads;
    this.body = body;
    ticker = settings.ticker();
    schedule = new Schedule(settings);
    deadlines = new Deadlines(ticker, look);
    refusals = new Refusals(settings);
  }

  Schedule schedule() {
    return schedule;
  }

  ExecutorMetrics metrics() {
    return tally.metrics(settings.threads(), schedule);
  }

  /** The script of a new submission. */
  Tenant.Script submitted(String tenant, String script) {
    tally.submitted();
    expire(ticker.nanos()); // what is over takes nobody's place
    return schedule.tenant(tenant).script(script);
  }

  /**
   * Takes a task in, if only for its caller to wait.
   *
   * @throws RejectedSubmissionException if it is not taken
   */
  void take(Task<?> task) {
    if (!accepting) {
      throw refuse(task, SHUT_DOWN);
    }
    boolean starts = busy < settings.threads() && task.tenant.allows(task.script);
    if (!starts && !schedule.hasRoom(task.tenant)) {
      switch (settings.overflow()) {
        case REJECT -> throw refuse(task, QUEUE_FULL);
        case DROP_OLDEST -> reject(schedule.victim(task.tenant), DROPPED);
        case CALLER_WAITS -> {}
      }
    }
    task.admitted = starts || schedule.hasRoom(task.tenant);
    schedule.add(task);
    deadlines.put(task, task.submitted + settings.queueNanos(task));
    dispatch();
  }

  private RejectedSubmissionException refuse(Task<?> task, Reason reason) {
    task.state = State.ENDED;
    tally.notRun(reason);
    return refusals.of(task, reason);
  }

  /** The caller of a task waits no longer, unless it has got what it waited for. */
  void withdraw(Task<?> task) {
    if (task.state == State.WAITING && !task.admitted) {
      reject(task, QUEUE_FULL);
    }
  }

  boolean cancel(Task<?> task) {
    if (task.state != State.WAITING) {
      return askToEnd(task, CancelCause.CANCELLED);
    }
    remove(task);
    tally.cancelled();
    afterwards.add(() -> task.fail(() -> new CancellationException("cancelled before it ran")));
    return true;
  }

  /** The script has ended. Its thread is not free as long as the future's dependents need it. */
  void ended(Task<?> task) {
    end(task);
    dispatch();
  }

  void freed() {
    busy--;
    dispatch();
  }

  void look() {
    deadlines.looked();
    dispatch();
  }

  void stopAccepting() {
    accepting = false;
  }

  void endAll() {
    schedule.waiting().forEach(task -> reject(task, SHUT_DOWN));
    schedule.running().forEach(task -> askToEnd(task, CancelCause.SHUT_DOWN));
  }

  boolean isIdle() {
    return busy == 0 && !schedule.hasWaiting();
  }

  /** Starts nothing more, and looks at no deadlines. */
  void close() {
    threads.end();
    deadlines.close();
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

  /** Ends what is over, and starts what may start. */
  private void dispatch() {
    long now = ticker.nanos();
    expire(now);
    while (busy < settings.threads()) {
      Task<?> task = schedule.start();
      if (task == null) {
        break;
      }
      start(task, now);
    }
    deadlines.setAlarm();
  }

  private void start(Task<?> task, long now) {
    deadlines.remove(task);
    tally.leftQueue(task.leaveQueue(State.RUNNING, now));
    busy++;
    if (task.runNanos > 0) {
      deadlines.put(task, now + task.runNanos);
    }
    try {
      threads.run(() -> body.accept(task));
    } catch (Throwable noThread) {
      end(task);
      busy--;
      afterwards.add(() -> task.fail(() -> noThread));
    }
  }

  private void end(Task<?> task) {
    task.state = State.ENDED;
    schedule.end(task);
    deadlines.remove(task);
    tally.ran(task.cause);
  }

  private void expire(long now) {
    for (Task<?> task = deadlines.due(now); task != null; task = deadlines.due(now)) {
      if (task.state == State.WAITING) {
        reject(task, QUEUE_TIMEOUT);
      } else {
        boolean ignored = askToEnd(task, CancelCause.RUN_TIMEOUT);
      }
    }
  }

  private void reject(Task<?> task, Reason reason) {
    task.rejection = reason;
    remove(task);
    tally.notRun(reason);
    afterwards.add(() -> task.fail(() -> refusals.of(task, reason)));
  }

  private void remove(Task<?> task) {
    schedule.remove(task);
    deadlines.remove(task);
    tally.leftQueue(task.leaveQueue(State.ENDED, ticker.nanos()));
  }

  private boolean askToEnd(Task<?> task, CancelCause cause) {
    if (task.state != State.RUNNING || task.cause != null) {
      return false;
    }
    task.cause = cause;
    afterwards.add(() -> task.askToEnd(cause));
    return true;
  }
}
