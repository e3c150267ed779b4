package dev.tachograph.engine.cli;

import dev.tachograph.meter.EvaluationListener;
import dev.tachograph.meter.EvaluationRecord;
import dev.tachograph.meter.ListenerRegistration;
import dev.tachograph.meter.ResourceTracker;
import dev.tachograph.meter.Usage;

/** What an account uses from now on, without what earlier runs did. Thread-safe. */
final class RunUsage implements EvaluationListener, AutoCloseable {
  private final ResourceTracker account;
  private final ListenerRegistration registration;
  private Usage ended = Usage.none();

  RunUsage(ResourceTracker account) {
    this.account = account;
    registration = account.listen(this);
  }

  @Override
  public void ended(EvaluationRecord evaluation) {
    compiled(evaluation);
  }

  @Override
  public synchronized void compiled(EvaluationRecord compilation) {
    if (compilation.account().equals(account.account())) {
      ended = ended.plus(compilation.usage());
    }
  }

  /** Of what runs, what it used so far. */
  synchronized Usage read() {
    return account.running().stream().map(EvaluationRecord::usage).reduce(ended, Usage::plus);
  }

  @Override
  public void close() {
    registration.close();
  }
}
