package dev.tachograph.agent.rhino;

import org.jspecify.annotations.Nullable;

/** A promise job that remembers the evaluation that queued it. */
final class TachographJob implements Runnable {
  final @Nullable Object evaluation;
  private final Runnable task;

  TachographJob(@Nullable Object evaluation, Runnable task) {
    this.evaluation = evaluation;
    this.task = task;
  }

  @Override
  public void run() {
    task.run();
  }
}
