package dev.tachograph.jfr.fleet;

import dev.tachograph.jfr.fleet.FleetEvent.Kind;
import dev.tachograph.jfr.fleet.FleetJvm.State;
import dev.tachograph.jfr.reader.MeterFigures;
import dev.tachograph.jfr.reader.RecordReader;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What is known of a JVM of a fleet. Tells of changes. Thread-safe; nothing of it blocks. */
final class JvmStanding {
  private final String name;
  private final Fleet fleet;
  private final RecordReader reader;

  private State state = State.CONNECTING;
  private Instant since = Instant.now();
  private @Nullable String problem;
  private @Nullable JvmLink link;
  private final long beganNanos = System.nanoTime();

  /** Accounts that the JVM has suspended for this fleet. */
  private final Set<String> suspended = new TreeSet<>();

  /** Accounts of which it was said that the JVM cannot be told. */
  private final Set<String> despaired = new HashSet<>();

  private final Set<Long> meters = new HashSet<>();

  JvmStanding(String name, Fleet fleet, RecordReader reader) {
    this.name = name;
    this.fleet = fleet;
    this.reader = reader;
  }

  /**
   * The JVM was reached. It is watched when its events come.
   *
   * @param already what it has suspended for this fleet
   */
  synchronized void connected(JvmLink open, Set<String> already) {
    link = open;
    suspended.clear();
    suspended.addAll(already);
  }

  /** The JVM is gone, or was not reached. */
  synchronized void lost(String reason) {
    link = null;
    change(State.LOST, reason);
  }

  /** The accounts that it has suspended. */
  synchronized Set<String> suspended() {
    return Set.copyOf(suspended);
  }

  synchronized void suspended(String account, int stopped) {
    suspended.add(account);
    tell(
        Kind.SUSPENDED,
        account,
        "account '%s' is suspended; %d evaluations of it were stopped".formatted(account, stopped));
  }

  synchronized void resumed(String account) {
    suspended.remove(account);
    tell(Kind.RESUMED, account, "account '%s' is resumed".formatted(account));
  }

  /** It could not be told. */
  synchronized void failed(String account, String reason) {
    tell(
        Kind.FAILED,
        account,
        "account '%s' is there as it was: %s; this is tried again".formatted(account, reason));
  }

  /** Notices what nobody says. */
  synchronized void look() {
    JvmLink open = link;
    Duration silence =
        open == null ? Duration.ofNanos(System.nanoTime() - beganNanos) : open.silence();
    boolean silent = silence.compareTo(fleet.hungAfter()) > 0;
    if (silent && state != State.LOST) {
      change(
          State.HUNG, "nothing was heard of it for %d ms".formatted(fleet.hungAfter().toMillis()));
    } else if (!silent && open != null && open.isHeard()) {
      change(State.WATCHING, null);
    }
    noticeRestart();
    despair();
  }

  private void noticeRestart() {
    for (MeterFigures meter : reader.meters()) {
      if (meters.add(meter.meter()) && meters.size() > 1) {
        tell(
            Kind.RESTARTED,
            null,
            "another process answers there; the figures of the one before are kept");
      }
    }
  }

  private void despair() {
    Set<String> pending = pending();
    despaired.retainAll(pending);
    if (state != State.HUNG && state != State.LOST) {
      return;
    }
    for (String account : pending) {
      if (despaired.add(account)) {
        tell(
            Kind.FAILED,
            account,
            "account '%s' cannot be suspended while that JVM is %s; it will be when it is back"
                .formatted(account, state.key()));
      }
    }
  }

  private Set<String> pending() {
    Set<String> pending = new TreeSet<>(fleet.stopped().keySet());
    pending.removeAll(suspended);
    return pending;
  }

  private void change(State to, @Nullable String why) {
    State from = state;
    problem = why;
    if (from == to) {
      return;
    }
    state = to;
    since = Instant.now();
    if (why != null) {
      tell(to == State.HUNG ? Kind.HUNG : Kind.LOST, null, why + "; its last figures are kept");
    } else {
      tell(Kind.WATCHING, null, from == State.HUNG ? "it answers again" : "it is watched");
    }
  }

  private void tell(Kind kind, @Nullable String account, String message) {
    fleet.tell(kind, name, account, message);
  }

  synchronized FleetJvm read() {
    List<Long> pids =
        reader.meters().stream()
            .sorted(Comparator.comparing(MeterFigures::last))
            .map(MeterFigures::pid)
            .toList();
    return new FleetJvm(name, state, since, problem, pids, suspended, pending());
  }
}
