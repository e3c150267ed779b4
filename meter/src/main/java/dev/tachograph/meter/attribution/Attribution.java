package dev.tachograph.meter.attribution;

import dev.tachograph.meter.EvaluationListener;
import dev.tachograph.meter.EvaluationRecord;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds out which functions and lines evaluations spend what they use on. Thread-safe.
 *
 * <p>Keeps at most 250,000 lines of paths and 20,000 functions; what comes later is summed up under
 * a function named {@code (other)}. As a listener of the ledger it hears how much CPU time
 * evaluations took.
 */
public final class Attribution implements EvaluationListener {
  private static final int MOST_SITES = 20_000;
  private static final int LONGEST_NAME = 100;

  /** Accounts that have costs of their own; the rest is one. */
  static final int MOST_ACCOUNTS = 10_000;

  static final String OTHER_ACCOUNTS = "(other)";

  private final Map<CallSite, CallSite> sites = new ConcurrentHashMap<>();
  private final Map<String, Stripes> accounts = new ConcurrentHashMap<>();
  private final CellBudget cells = CellBudget.ofJvm();
  private final SampledCpu cpu;

  /** The stripes of an account; those that nobody holds are {@code free}. Guarded by itself. */
  private static final class Stripes {
    final CellBudget cells;
    final Deque<Stripe> all = new ArrayDeque<>();
    final Deque<Stripe> free = new ArrayDeque<>();

    Stripes(CellBudget cells) {
      this.cells = cells;
    }
  }

  /** Attributes by the clocks of this JVM's threads. */
  public Attribution() {
    this(ThreadClock.ofThisJvm());
  }

  Attribution(ThreadClock clock) {
    cpu = new SampledCpu(clock);
  }

  /** The one site that stands for all that are equal; long names are cut. */
  public CallSite site(CallSite named) {
    CallSite site = new CallSite(cut(named.source()), cut(named.function()), named.line());
    CallSite known = sites.get(site);
    if (known != null) {
      return known;
    }
    if (sites.size() >= MOST_SITES) {
      return Stripe.OTHER;
    }
    CallSite first = sites.putIfAbsent(site, site);
    return first == null ? site : first;
  }

  private static String cut(String name) {
    return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME - 1) + "…";
  }

  /**
   * Script code of an evaluation starts on this thread, perhaps within that of another one.
   *
   * @param evaluation its id
   * @param counts what it has counted already: iterations, calls, bytes, steps
   */
  public CallRecorder open(String account, long evaluation, long[] counts) {
    CallRecorder recorder = new CallRecorder(take(known(account)), counts);
    cpu.open(recorder, evaluation);
    return recorder;
  }

  /** What runs on this thread; {@code null} if nothing does. */
  public @Nullable CallRecorder current() {
    return cpu.current();
  }

  /**
   * Charges what it has counted by now to the line that runs.
   *
   * @param evaluation which has to be the innermost on this thread; otherwise this does nothing
   */
  public void settle(long evaluation, long[] counts) {
    CallRecorder recorder = cpu.current(evaluation);
    if (recorder != null) {
      recorder.settle(counts);
    }
  }

  /** It was stopped by a limit with these counts, whatever its counters say from now on. */
  public void stop(long evaluation, long[] counts) {
    CallRecorder recorder = cpu.current(evaluation);
    if (recorder != null) {
      recorder.stop(counts);
    }
  }

  /** Its script code ended, and so did what it may have started on this thread. */
  public void close(long evaluation, long[] counts) {
    CallRecorder recorder = cpu.current(evaluation);
    if (recorder != null) {
      recorder.settle(counts);
      cpu.close();
      give(recorder.stripe());
    }
  }

  /** Hosts may make accounts up without end. */
  private String known(String account) {
    return accounts.size() < MOST_ACCOUNTS || accounts.containsKey(account)
        ? account
        : OTHER_ACCOUNTS;
  }

  private Stripe take(String account) {
    Stripes stripes = accounts.computeIfAbsent(account, id -> new Stripes(cells.ofAccount()));
    synchronized (stripes) {
      Stripe free = stripes.free.pollFirst();
      if (free != null) {
        return free;
      }
      Stripe added = new Stripe(account, stripes.all.size(), stripes.cells);
      stripes.all.addLast(added);
      return added;
    }
  }

  private void give(Stripe stripe) {
    Stripes stripes = accounts.get(stripe.account);
    if (stripes != null) {
      synchronized (stripes) {
        stripe.publish();
        stripes.free.addFirst(stripe);
      }
    }
  }

  /** Charges the CPU time since the last time to the lines that run now. */
  public void sample() {
    cpu.sample();
  }

  @Override
  public void ended(EvaluationRecord evaluation) {
    cpu.ended(known(evaluation.account()), evaluation);
  }

  @Override
  public void compiled(EvaluationRecord compilation) {
    cpu.ended(known(compilation.account()), compilation);
  }

  /**
   * Reads what lines cost. Lines of evaluations that run may lack what they cost since the last
   * statement.
   *
   * @param news only those that changed since they were read last
   */
  public synchronized void read(boolean news, Consumer<LineCost> consumer) {
    accounts.forEach(
        (account, stripes) -> {
          Stripe[] all;
          synchronized (stripes) {
            all = stripes.all.toArray(new Stripe[0]);
            if (!news && all.length > 0) {
              cpu.settle(all[0]);
            }
          }
          for (Stripe stripe : all) {
            stripe.read(news, consumer);
          }
        });
  }
}
