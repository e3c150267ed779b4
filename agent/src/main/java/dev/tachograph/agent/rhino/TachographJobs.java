package dev.tachograph.agent.rhino;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** The queue of promise jobs, each on the account of the evaluation that queued it. */
final class TachographJobs {
  private static final int JOB_BYTES = 96;

  private TachographJobs() {}

  /** A job is queued. */
  static Runnable job(Context cx, Runnable task) {
    Object evaluation = cx.tachograph$evaluation;
    if (evaluation != null) {
      TachographCharges.allocate(JOB_BYTES);
    }
    return new TachographJob(evaluation, task);
  }

  /**
   * Runs the queue to its end. The jobs of the open evaluation belong to it; those that an earlier
   * one left behind form an evaluation of their own, on that one's account. What nobody queued is
   * Rhino's own house-keeping.
   */
  static void drain(Context cx, ArrayDeque<Runnable> queue) {
    Object open = cx.tachograph$evaluation;
    for (Runnable next = queue.peek(); next != null; next = queue.peek()) {
      Object owner = owner(next);
      boolean joins = open != null && (owner == null || owner == open);
      if (joins || !(next instanceof TachographJob)) {
        queue.remove().run();
      } else {
        drainApart(cx, queue, open, owner);
      }
    }
  }

  private static void drainApart(
      Context cx, ArrayDeque<Runnable> queue, @Nullable Object open, @Nullable Object owner) {
    long room = cx.tachograph$stackRoom;
    try {
      if (open != null) {
        TachographEvaluations.suspend(cx, open);
      }
      drainOwned(cx, queue, owner);
    } catch (Throwable failure) {
      throw TachographLedger.raise(failure);
    } finally {
      if (open != null) {
        TachographEvaluations.resume(cx, open, room);
      }
    }
  }

  private static void drainOwned(Context cx, ArrayDeque<Runnable> queue, @Nullable Object owner)
      throws Throwable {
    Object mine;
    try {
      mine = (Object) TachographLedger.ENTER_JOBS.invokeExact((Object) cx, owner);
    } catch (Throwable denied) {
      while (!queue.isEmpty() && owner(queue.peek()) == owner) {
        queue.remove();
      }
      throw denied;
    }
    cx.tachograph$evaluation = mine;
    TachographThreads.attach(cx);
    try {
      do {
        queue.remove().run();
      } while (!queue.isEmpty() && (owner(queue.peek()) == owner || owner(queue.peek()) == mine));
    } catch (Throwable failure) {
      throw TachographEvaluations.failed(failure, cx, true);
    }
    TachographEvaluations.completed(cx, true);
  }

  private static @Nullable Object owner(@Nullable Runnable job) {
    return job instanceof TachographJob queued ? queued.evaluation : null;
  }
}
