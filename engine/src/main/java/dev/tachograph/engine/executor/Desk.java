package dev.tachograph.engine.executor;

import static dev.tachograph.engine.executor.RejectedSubmissionException.Reason.DROPPED;
import static dev.tachograph.engine.executor.RejectedSubmissionException.Reason.QUEUE_FULL;
import static dev.tachograph.engine.executor.RejectedSubmissionException.Reason.SHUT_DOWN;

import dev.tachograph.engine.executor.Task.State;
import dev.tachograph.meter.Ticker;
import java.util.List;
import java.util.function.Consumer;

/**
 * What happens to tasks: they are taken in, started, let go and taken back; {@link Endings} has how
 * they end. Guarded by the dispatcher's lock.
 */
final class Desk {
  private final Settings settings;
  private final Ticker ticker;
  private final Threads threads;
  private final Consumer<Task<?>> body;
  private final Consumer<Task<?>> done;
  private final Schedule schedule;
  private final Deadlines deadlines;
  private final Tally tally = new Tally();
  private final Endings endings;
  private boolean accepting = true;

  /** Threads that run a task, or complete its future; not those that wait in a call. */
  private int busy;

  /** Threads with a task. */
  private int taken;

  /** Whether the timer is about to look. */
  private boolean looking;

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
    endings = new Endings(settings, schedule, deadlines, tally);
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
      throw endings.refuse(task, SHUT_DOWN);
    }
    boolean starts = busy < settings.threads() && task.tenant.allows(task.script);
    if (!starts && !schedule.hasRoom(task.tenant)) {
      switch (settings.overflow()) {
        case REJECT -> throw endings.refuse(task, QUEUE_FULL);
        case DROP_OLDEST -> endings.reject(schedule.victim(task.tenant), DROPPED);
        case CALLER_WAITS -> {}
      }
    }
    task.admitted = starts || schedule.hasRoom(task.tenant);
    schedule.add(task);
    deadlines.put(task, task.submitted + settings.queueNanos(task));
    dispatch();
  }

  /** The caller of a task waits no longer, unless it has got what it waited for. */
  void withdraw(Task<?> task) {
    if (task.state == State.WAITING && !task.admitted) {
      endings.reject(task, QUEUE_FULL);
    }
  }

  boolean cancel(Task<?> task) {
    return endings.cancel(task);
  }

  /** The script has ended. Its thread is not free as long as the future's dependents need it. */
  void ended(Task<?> task) {
    endings.end(task);
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
    schedule.waiting().forEach(task -> endings.reject(task, SHUT_DOWN));
    schedule.started().forEach(task -> endings.askToEnd(task, CancelCause.SHUT_DOWN));
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
    return endings.takeAfterwards();
  }

  /** Ends what is over, and starts what may start. */
  private void dispatch() {
    long now = ticker.nanos();
    endings.expire(now);
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
      taken--;
      busy--;
      task.placed = false;
      endings.fail(task, noThread);
    }
  }
}
