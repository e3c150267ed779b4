package dev.tachograph.meter;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The ledger's own side of the port. */
final class LocalPort implements LedgerPort {
  private final Ledger ledger;

  LocalPort(Ledger ledger) {
    this.ledger = ledger;
  }

  @Override
  public void limit(String account, Map<String, Long> limits) {
    Limits.Builder builder = Limits.builder();
    limits.forEach(builder::set);
    ledger.setLimits(account, builder.build());
  }

  @Override
  public int cancel(String account) {
    return ledger.cancel(account);
  }

  @Override
  public void interruptCancels(String account, boolean cancels) {
    ledger.setInterruptCancels(account, cancels);
  }

  @Override
  public Map<String, Long> limits(String account) {
    return ledger.limits(account).toMap();
  }

  @Override
  public Map<String, @Nullable Long> used(String account) {
    return ledger.usage(account).toMap();
  }

  @Override
  public Object begin(String account) {
    return ledger.bind(account);
  }

  @Override
  public Map<String, @Nullable Long> end(Object evaluation, @Nullable Throwable failure) {
    EvaluationRecord ended = ledger.unbind(evaluation, failure);
    if (ended.breach() != null) {
      throw new LimitExceededError(ended.breach());
    }
    return ended.usage().toMap();
  }

  @Override
  public @Nullable Map<String, @Nullable Object> breach(Throwable failure) {
    return failure instanceof LimitExceededError exceeded ? exceeded.breach().toMap() : null;
  }
}
