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
  private final Consumer<Task<?>> done;
  private final Schedule schedule;
  private final Deadlines deadlines;
  private final Refusals refusals;
  private final Tally tally = new Tally();
  private boolean accepting = true;

  /** Threads that run a task, or complete its future; not those that wait in a call. */
  private int busy;

  /** Threads with a task. */
  private int taken;

  /** Whether the timer is about to look. */
  private boolean looking;

  private List<Runnable> afterwards = new ArrayList<>();

  /**
   * @param body runs a started task, on a thread
   * @param done is called on that thread when it is free again
   * @param look is called when a deadline is over
   */
  Desk(
      Settings settings,
      Threads threads,
      Consumer<Task<?>> body,
      Consumer<Task<?>> done,
      Runnable look) {
    this.settings = settings;
    this.threads = threads;
    this.body = body;
    this.done = done;
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
    dispatch(); // what is over takes nobody's place, and who was first goes first
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

  void freed(Task<?> task) {
    taken--;
    busy -= task.placed ? 1 : 0;
    task.placed = false;
    dispatch();
  }

  /** Whether it is a task of this executor, and runs. */
  boolean isRunning(Task<?> task) {
    return task.state == State.RUNNING && schedule.isStarted(task);
  }

  /**
   * A task that runs waits in a call from now on, and others run in its place.
   *
   * @throws TooManyWaitingException if it must not
   */
  void leave(Task<?> task) {
    if (schedule.away() >= settings.waiting()) {
      throw new TooManyWaitingException(task, settings.waiting());
    }
    task.state = State.AWAY;
    task.placed = false;
    busy--;
    schedule.leave(task);
    if (schedule.hasReady() && !looking) {
      // On this thread an evaluation is open, which shall not pay for making a thread, or for what
      // depends on the futures of others.
      looking = deadlines.lookSoon();
      if (!looking) {
        dispatch();
      }
    }
  }

  /** A task that left waits to go on. */
  void comeBack(Task<?> task) {
    task.expectTurn();
    schedule.comeBack(task);
    task.state = State.RETURNING;
    if (!looking) {
      startReady(ticker.nanos());
    }
  }

  /** A task that waits to go on does so no longer: it ends without a place, unless it has one. */
  void giveUp(Task<?> task) {
    if (task.state == State.RETURNING) {
      task.state = State.AWAY;
      schedule.giveUp(task);
    }
  }

  void look() {
    looking = false;
    deadlines.looked();
    dispatch();
  }

  void stopAccepting() {
    accepting = false;
  }

  void endAll() {
    schedule.waiting().forEach(task -> reject(task, SHUT_DOWN));
    schedule.started().forEach(task -> askToEnd(task, CancelCause.SHUT_DOWN));
  }

  boolean isIdle() {
    return taken == 0 && !schedule.hasWaiting();
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
    startReady(now);
    deadlines.setAlarm();
  }

  private void startReady(long now) {
    while (busy < settings.threads()) {
      Task<?> task = schedule.start();
      if (task == null) {
        break;
      }
      busy++;
      task.placed = true;
      if (task.state == State.RETURNING) {
        task.state = State.RUNNING;
        task.giveTurn();
      } else {
        start(task, now);
      }
    }
  }

  private void start(Task<?> task, long now) {
    deadlines.remove(task);
    tally.leftQueue(task.leaveQueue(State.RUNNING, now));
    taken++;
    if (task.runNanos > 0) {
      deadlines.put(task, now + task.runNanos);
    }
    try {
      threads.run(() -> body.accept(task), () -> done.accept(task));
    } catch (Throwable noThread) {
      end(task);
      taken--;
      busy--;
      task.placed = false;
      afterwards.add(() -> task.fail(() -> noThread));
    }
  }

  private void end(Task<?> task) {
    schedule.end(task);
    task.state = State.ENDED;
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
    if (task.state == State.WAITING || task.state == State.ENDED || task.cause != null) {
      return false;
    }
    task.cause = cause;
    afterwards.add(() -> task.askToEnd(cause));
    return true;
  }
}
