package dev.tachograph.meter;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The ledger's own side of the port. */
final class LocalPort implements LedgerPort {
  private final Ledger ledger;
  private final Books books;
  private volatile Limits latest = Limits.unlimited();

  LocalPort(Ledger ledger) {
    this.ledger = ledger;
    this.books = ledger.books();
  }

  private static Resource resource(String key) {
    return Resource.ofKey(key).orElseThrow(() -> new IllegalArgumentException(key));
  }

  @Override
  public void open(String account, @Nullable String parent) {
    books.open(account, parent);
  }

  @Override
  public void close(String account) {
    books.close(account);
  }

  @Override
  public boolean isOpen(String account) {
    return books.isOpen(account);
  }

  @Override
  public List<String> children(String account) {
    return books.children(account);
  }

  @Override
  public void limit(String account, String limits) {
    ledger.setLimits(books.get(account), read(limits));
  }

  /** Many accounts have the same limits, and then they share them. */
  private Limits read(String text) {
    Limits before = latest;
    Limits limits = before.toString().equals(text) ? before : Limits.read(text);
    latest = limits;
    return limits;
  }

  @Override
  public void limit(String account, String optionKey, long limit) {
    ledger.changeLimits(books.get(account), limits -> limits.with(optionKey, limit));
  }

  @Override
  public String limits(String account) {
    return books.get(account).limits().toString();
  }

  @Override
  public int cancel(String account) {
    return ledger.cancel(account);
  }

  @Override
  public void interruptCancels(String account, boolean cancels) {
    ledger.setInterruptCancels(books.get(account), cancels);
  }

  @Override
  public long[] used(String account) {
    return ledger.usage(books.get(account)).toArray();
  }

  @Override
  public List<Map<String, @Nullable Object>> status(String account) {
    return books.status(account).stream().map(LimitStatus::toMap).toList();
  }

  @Override
  public @Nullable Map<String, @Nullable Object> exhausted(String account) {
    LimitStatus exhausted = books.exhausted(account);
    return exhausted == null ? null : exhausted.toMap();
  }

  @Override
  public Map<String, @Nullable Object> statistics(String account) {
    return books.statistics(account).toMap();
  }

  @Override
  public List<Map<String, @Nullable Object>> history(String account) {
    return books.history(account).stream().map(EvaluationRecord::toMap).toList();
  }

  @Override
  public List<Map<String, @Nullable Object>> running(String account) {
    return ledger.evaluations().running(books.get(account)).stream()
        .map(EvaluationRecord::toMap)
        .toList();
  }

  @Override
  public void historySize(String account, int size) {
    books.setHistorySize(account, size);
  }

  @Override
  public void charge(String account, String resource, long amount) {
    books.charge(account, resource(resource), amount);
  }

  @Override
  public Object hold(String account, String resource, long amount) {
    return books.hold(account, resource(resource), amount);
  }

  @Override
  public void release(Object hold) {
    books.release((HostCharges.Hold) hold);
  }

  @Override
  public void restore(String account, long[] usage) {
    books.restore(account, Usage.of(usage));
  }

  @Override
  public void restoreStatistics(
      String account,
      Map<String, @Nullable Object> statistics,
      List<Map<String, @Nullable Object>> history) {
    books.restore(
        account,
        Statistics.ofMap(statistics),
        history.stream().map(EvaluationRecord::ofMap).toList());
  }

  @Override
  public Object[] allowance(String account) {
    Allowance allowance = books.allowance(account);
    return new Object[] {allowance.version(), allowance.text()};
  }

  @Override
  public void restoreAllowance(String account, String text) {
    books.restore(account, new Allowance(0, text));
  }

  @Override
  public void reset(String account) {
    books.reset(account);
  }

  @Override
  public void refill(String account, String resource, long amount) {
    books.refill(account, resource(resource), amount);
  }

  @Override
  public long @Nullable [] budget(String resource) {
    return books.budget(resource(resource));
  }

  @Override
  public Runnable listen(Set<String> heard, Consumer<Map<String, @Nullable Object>> listener) {
    EvaluationListener told = News.to(heard, listener);
    ledger.addListener(told);
    return () -> ledger.removeListener(told);
  }

  @Override
  public Object begin(String account, long @Nullable [] bounds) {
    return ledger.evaluations().bind(books.get(account), bounds);
  }

  @Override
  public long[] end(Object evaluation, @Nullable Throwable failure) {
    EvaluationRecord ended = ledger.evaluations().unbind(evaluation, failure);
    if (ended.breach() != null) {
      throw LimitExceededError.of(ended.breach());
    }
    return ended.usage().toArray();
  }

  @Override
  public @Nullable Map<String, @Nullable Object> breach(Throwable failure) {
    return failure instanceof LimitExceededError exceeded ? exceeded.breach().toMap() : null;
  }
}
