package dev.tachograph.bench.peers;

import dev.tachograph.bench.corpus.HostileScript;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs attacks on one peer, in a process that stays for the next one unless it hangs, dies or is
 * damaged.
 */
final class ReachRunner implements AutoCloseable {
  /** A heap that an attack can fill. */
  private static final int HEAP_MEGABYTES = 512;

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** Works in every engine, and says the same in each. */
  static final String INNOCENT =
      "var d = new Date(Date.UTC(2024, 1, 29, 12)); d.setUTCDate(30);"
          + " [JSON.stringify(JSON.parse('{\"a\":[1,{\"b\":null}]}')),"
          + " '2024-02-29'.replace(/(\\d+)-(\\d+)-(\\d+)/, '$3.$2.$1'), d.toISOString(),"
          + " [5, 3, 11].sort().join(), [5, 3, 11].sort(function (a, b) { return a - b; }).join(),"
          + " (1234.5678).toFixed(2), encodeURIComponent('a b'), eval('20 * 2'),"
          + " new Function('a', 'return a + 2')(40)].join(' ')";

  static final String INNOCENT_ANSWER =
      "{\"a\":[1,{\"b\":null}]} 29.02.2024 2024-03-01T12:00:00.000Z 11,3,5 3,5,11 1234.57 a%20b 40 42";

  private final PeerHome home;
  private final Peer peer;
  private final Duration deadline;
  private @Nullable PeerProcess process;

  ReachRunner(PeerHome home, Peer peer, Duration deadline) {
    this.home = home;
    this.peer = peer;
    this.deadline = deadline;
  }

  /** Attacks with the script of this name. */
  ReachResult run(String id) throws IOException, InterruptedException {
    ReachScripts scripts = ReachScripts.in(home);
    String digest = scripts.digest(id);
    HostileScript script = HostileScript.read(scripts.file(id));
    String leftOut = ReachOutcome.leftOut(script);
    if (!leftOut.isEmpty()) {
      return result(id, digest, ReachOutcome.NOT_APPLICABLE, 0, 0, leftOut);
    }
    PeerProcess running = process();
    List<String> columns = new ArrayList<>(List.of("attack"));
    script.tenants().forEach(part -> columns.add(PeerProcess.encode(part)));
    long start = System.nanoTime();
    List<String> answer = running.ask(deadline, columns.toArray(String[]::new));
    long waited = (System.nanoTime() - start) / 1_000_000;
    if (answer == null) {
      close();
      return result(id, digest, ReachOutcome.HUNG, waited, waited, "killed at the deadline");
    }
    if (answer.isEmpty() || !answer.get(0).equals("ended")) {
      close();
      return result(id, digest, ReachOutcome.CRASHED, waited, waited, String.valueOf(answer));
    }
    String text = PeerProcess.decode(answer.get(2));
    long wall = Long.parseLong(answer.get(3));
    long cpu = Long.parseLong(answer.get(4));
    ReachOutcome outcome = ReachOutcome.of(answer.get(1), text, Math.min(wall, cpu));
    return after(running, result(id, digest, outcome, wall, cpu, text));
  }

  /** What it left: whether the process still works, and whether it still works for the attack. */
  private ReachResult after(PeerProcess running, ReachResult result) throws InterruptedException {
    List<String> innocent = running.ask(PATIENCE, "innocent", PeerProcess.encode(INNOCENT));
    String said =
        innocent == null || innocent.size() < 3
            ? String.valueOf(innocent)
            : PeerProcess.decode(innocent.get(2));
    if (!said.equals(INNOCENT_ANSWER)) {
      close();
      boolean worse =
          result.outcome() == ReachOutcome.ESCAPED
              || result.outcome() == ReachOutcome.OUT_OF_MEMORY;
      return worse
          ? result
          : result.as(
              innocent != null && innocent.isEmpty() ? ReachOutcome.CRASHED : ReachOutcome.DAMAGED,
              "an innocent script afterwards: " + said);
    }
    List<String> idle = running.ask(PATIENCE, "idle");
    if (idle == null || !idle.equals(List.of("idle"))) {
      close();
      return result.outcome().held()
          ? result.as(ReachOutcome.HUNG, "it goes on: " + result.text())
          : result;
    }
    if (result.outcome() == ReachOutcome.OUT_OF_MEMORY) {
      close();
    }
    return result;
  }

  private ReachResult result(
      String id, String digest, ReachOutcome outcome, long wall, long cpu, String text) {
    return new ReachResult(peer.key(), id, digest, outcome, wall, cpu, text);
  }

  private PeerProcess process() throws IOException, InterruptedException {
    PeerProcess running = process;
    if (running == null) {
      running = PeerProcess.start(home, peer, true, HEAP_MEGABYTES, INNOCENT);
      process = running;
    }
    return running;
  }

  @Override
  public void close() {
    PeerProcess running = process;
    process = null;
    if (running != null) {
      running.close();
    }
  }
}
