package dev.tachograph.jfr.fleet;

import dev.tachograph.jfr.reader.Feed;
import dev.tachograph.jfr.reader.RecordReader;
import dev.tachograph.meter.management.AccountView;
import dev.tachograph.meter.management.EvaluationView;
import dev.tachograph.meter.management.GovernorMXBean;
import dev.tachograph.meter.management.ScriptView;
import dev.tachograph.meter.management.SuspensionView;
import dev.tachograph.meter.management.WeavingView;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** A JVM that does what a test wants. */
final class FakeJvm implements GovernorMXBean {
  /** Suspended accounts, with a blank and who suspended them; and why. */
  final Map<String, String> suspensions = new ConcurrentSkipListMap<>();

  final BlockingQueue<RecordReader> opened = new LinkedBlockingQueue<>();

  /** What accounts used, as it says when it is asked. */
  private final Map<String, Map<String, Long>> usages = new ConcurrentSkipListMap<>();

  private final Semaphore answered = new Semaphore(0);

  volatile long meter;
  volatile Duration silence = Duration.ZERO;
  volatile @Nullable IOException unreachable;
  volatile @Nullable RuntimeException refuses;
  volatile CompletableFuture<Void> lost = new CompletableFuture<>();

  JvmAddress address(String name) {
    return new JvmAddress(
        name,
        reader -> {
          if (unreachable != null) {
            throw unreachable;
          }
          lost = new CompletableFuture<>();
          opened.add(reader);
          return new Link(lost);
        });
  }

  /** The events of a process that is watched now. */
  Feed feed(long meter) throws InterruptedException {
    return new Feed(opened.take(), meter);
  }

  /** Answers with this from now on; returns when the tracker has made something of it. */
  void iterated(String account, long iterations) throws InterruptedException {
    usages(account, iterations);
    answered.drainPermits();
    answered.acquire(3); // the first may have been under way, the second is over at the third
  }

  void usages(String account, long iterations) {
    usages.put(account, Map.of("iterations", iterations));
  }

  private final class Link implements JvmLink {
    private final CompletableFuture<Void> gone;

    Link(CompletableFuture<Void> gone) {
      this.gone = gone;
    }

    @Override
    public GovernorMXBean governor() {
      return FakeJvm.this;
    }

    @Override
    public boolean isHeard() {
      return true;
    }

    @Override
    public long meter() {
      return meter;
    }

    @Override
    public Duration silence() {
      return silence;
    }

    @Override
    public CompletableFuture<Void> lost() {
      return gone;
    }

    @Override
    public void close() {}
  }

  @Override
  public int suspend(String account, String by, String reason) {
    if (refuses != null) {
      throw refuses;
    }
    suspensions.put(account + " " + by, reason);
    return 1;
  }

  @Override
  public boolean resume(String account, String by) {
    return suspensions.remove(account + " " + by) != null;
  }

  @Override
  public List<SuspensionView> getSuspensions() {
    return suspensions.keySet().stream().<SuspensionView>map(Suspended::new).toList();
  }

  @Override
  public List<String> getAccountIds() {
    throw new UnsupportedOperationException();
  }

  @Override
  public AccountView account(String id) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Map<String, Map<String, Long>> usages(List<String> ids) {
    if (refuses != null) {
      throw refuses;
    }
    Map<String, Map<String, Long>> known = new HashMap<>(usages);
    known.keySet().retainAll(ids);
    answered.release();
    return known;
  }

  @Override
  public List<AccountView> accounts() {
    throw new UnsupportedOperationException();
  }

  private record Suspended(String key) implements SuspensionView {
    @Override
    public String getAccount() {
      return key.substring(0, key.indexOf(' '));
    }

    @Override
    public String getBy() {
      return key.substring(key.indexOf(' ') + 1);
    }

    @Override
    public String getReason() {
      return "";
    }

    @Override
    public long getSince() {
      return 0;
    }
  }

  @Override
  public String getVersion() {
    throw new UnsupportedOperationException();
  }

  @Override
  public WeavingView getWeaving() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Map<String, Long> getTotals() {
    throw new UnsupportedOperationException();
  }

  @Override
  public int getAccountCount() {
    throw new UnsupportedOperationException();
  }

  @Override
  public int getRunningCount() {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<AccountView> topAccounts(String resource, int most) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<ScriptView> topScripts(String resource, int most) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<EvaluationView> running() {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean isAttached() {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<String> detach() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void attach(String options) {
    throw new UnsupportedOperationException();
  }

  @Override
  public String report() {
    throw new UnsupportedOperationException();
  }
}
