package dev.tachograph.agent.rhino;

/** A promise job that remembers the evaluation that queued it. */
final class TachographJob implements Runnable {
  final Object evaluation;
  private final Runnable task;

  TachographJob(Object evaluation, Runnable task) {
    this.evaluation = evaluation;
    this.task = task;
  }

  @Override
  public void run() {
    task.run();
  }
}
