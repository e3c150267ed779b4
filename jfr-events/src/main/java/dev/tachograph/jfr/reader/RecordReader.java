package dev.tachograph.jfr.reader;

import dev.tachograph.meter.EvaluationRecord;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import jdk.jfr.consumer.RecordedEvent;
import org.jspecify.annotations.Nullable;

/**
 * Reads the events of any number of JVMs into one record. Thread-safe.
 *
 * <p>Events may come in any order, more than once, from several sources at a time, or not at all:
 * every event is counted once, and an account's totals are those of the latest event that has them.
 * What is missing is counted, too. The same events in another order make the same totals.
 */
public final class RecordReader {
  /** How many evaluations, and how many breaches, are kept unless somebody says otherwise. */
  public static final int HISTORY_SIZE = 1000;

  private static final String DATA_LOSS = "jdk.DataLoss";

  private final Map<Long, MeterTally> meters = new TreeMap<>();
  private final ArrayDeque<EvaluationRecord> history = new ArrayDeque<>();
  private final ArrayDeque<RecordedBreach> breaches = new ArrayDeque<>();
  private final int historySize;
  private final Consumer<EvaluationRecord> onEnd;
  private final @Nullable TimeLines timeLines;
  private final @Nullable CostTally costs;
  private long lostBytes;
  private long unreadable;

  /** A reader that keeps {@value #HISTORY_SIZE} evaluations. */
  public RecordReader() {
    this(HISTORY_SIZE, evaluation -> {});
  }

  /**
   * Makes a reader.
   *
   * @param historySize how many evaluations, and how many breaches, are kept, from 0
   * @param onEnd told of every evaluation that ended, once, under the reader's lock: be brief
   * @throws IllegalArgumentException if the size is below 0
   */
  public RecordReader(int historySize, Consumer<EvaluationRecord> onEnd) {
    this(historySize, onEnd, null, new CostTally());
  }

  private RecordReader(
      int historySize,
      Consumer<EvaluationRecord> onEnd,
      @Nullable TimeLines timeLines,
      @Nullable CostTally costs) {
    if (historySize < 0) {
      throw new IllegalArgumentException("a history of %d: it is 0 or more".formatted(historySize));
    }
    this.historySize = historySize;
    this.onEnd = onEnd;
    this.timeLines = timeLines;
    this.costs = costs;
  }

  /**
   * A reader that also keeps what accounts used over time, which takes some 40 MB at most.
   *
   * @param historySize how many evaluations, and how many breaches, are kept, from 0
   * @throws IllegalArgumentException if the size is below 0
   */
  public static RecordReader withTimeLines(int historySize) {
    return new RecordReader(historySize, evaluation -> {}, new TimeLines(), new CostTally());
  }

  /** A reader that keeps totals only: no history, no breaches, and no costs of functions. */
  public static RecordReader ofTotals() {
    return new RecordReader(0, evaluation -> {}, null, null);
  }

  /**
   * How often it wants to know what runs: a tracker that stops accounts must hear early, and reads
   * nothing else of it.
   */
  Duration samplePeriod() {
    return costs == null ? Duration.ofMillis(200) : Duration.ofSeconds(1);
  }

  /** The names of the events that it reads. */
  List<String> events() {
    List<String> names = new ArrayList<>(EventDecoder.NAMES);
    if (costs != null) {
      names.add(EventDecoder.FUNCTION);
    }
    return names;
  }

  /**
   * Reads an event. Other events than Tachograph's do not matter, and those of another version that
   * cannot be read are counted.
   */
  public void accept(RecordedEvent event) {
    long unused = read(event);
  }

  /** Reads an event, and returns of which meter it is; 0 of none. */
  long read(RecordedEvent event) {
    Fact fact;
    try {
      fact = EventDecoder.decode(event);
    } catch (IllegalArgumentException | ClassCastException | NullPointerException otherVersion) {
      unreadable();
      return 0;
    }
    if (fact != null) {
      accept(fact);
      return fact.meter();
    }
    if (DATA_LOSS.equals(event.getEventType().getName())) {
      lost(event.getLong("amount"));
    }
    return 0;
  }

  private synchronized void unreadable() {
    unreadable++;
  }

  private synchronized void lost(long bytes) {
    lostBytes += bytes;
  }

  synchronized void accept(Fact fact) {
    MeterTally meter = meters.computeIfAbsent(fact.meter(), id -> new MeterTally());
    if (fact.at().isAfter(meter.last)) {
      meter.last = fact.at();
    }
    if (timeLines != null) {
      timeLines.accept(fact);
    }
    if (fact instanceof Fact.Started start) {
      meter.account(start.account()).starts.add(start.sequence());
    } else if (fact instanceof Fact.Ended end) {
      ended(meter.ended(end));
    } else if (fact instanceof Fact.Exceeded exceeded) {
      if (meter.exceeded(exceeded)) {
        keep(
            breaches,
            new RecordedBreach(
                exceeded.at(), exceeded.account(), exceeded.evaluation(), exceeded.breach()));
      }
    } else if (fact instanceof Fact.AccountTotals totals) {
      meter.snapshot(totals);
    } else if (fact instanceof Fact.ScriptTotals totals) {
      meter
          .account(totals.account())
          .script(totals.script())
          .snapshot(totals.ends(), totals.usage());
    } else if (fact instanceof Fact.Running sample) {
      meter.running(sample);
    } else if (fact instanceof Fact.Changed change) {
      meter.account(change.account()).limits(change.limits(), change.at());
    } else if (fact instanceof Fact.MeterState state) {
      meter.state(state);
    } else if (fact instanceof Fact.Spent spent && costs != null) {
      costs.accept(spent);
    }
  }

  private void ended(@Nullable EvaluationRecord evaluation) {
    if (evaluation != null) {
      keep(history, evaluation);
      onEnd.accept(evaluation);
    }
  }

  private <T> void keep(ArrayDeque<T> kept, T latest) {
    kept.addLast(latest);
    if (kept.size() > historySize) {
      kept.removeFirst();
    }
  }

  /**
   * What accounts used over time, by JVM and account, in at most 240 points each; empty unless this
   * reader keeps it.
   */
  public synchronized List<TimeLine> timeLines() {
    return timeLines == null ? List.of() : timeLines.read();
  }

  /**
   * What an account, with those below it, used in each JVM that knows it. An account counts as
   * below another when a snapshot has said so, within some six seconds.
   */
  public synchronized List<MeterUsage> usage(String account) {
    List<MeterUsage> all = new ArrayList<>();
    meters.forEach(
        (id, meter) -> {
          Family family = new Family(meter, account);
          if (!family.isEmpty()) {
            all.add(new MeterUsage(id, family.ended(), family.running()));
          }
        });
    return all;
  }

  /** The ids of all accounts that were read, in their order. */
  public synchronized Set<String> accountIds() {
    Set<String> ids = new TreeSet<>();
    meters.values().forEach(meter -> ids.addAll(meter.accounts.keySet()));
    return ids;
  }

  /** The JVMs that were read. */
  public synchronized List<MeterFigures> meters() {
    return new Summary(meters).jvms();
  }

  /** What is known by now. */
  public synchronized FlightRecord read() {
    CostProfile profile = costs == null ? CostProfile.NONE : costs.read();
    return new Summary(meters).record(history, breaches, profile, lostBytes, unreadable);
  }
}
