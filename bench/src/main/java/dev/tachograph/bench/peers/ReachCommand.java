package dev.tachograph.bench.peers;

import dev.tachograph.bench.BenchMachine;
import dev.tachograph.bench.Comparison;
import dev.tachograph.bench.LeftOut;
import dev.tachograph.bench.TimeLimit;
import dev.tachograph.bench.corpus.HostileScript;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code reach}: how far the hostile corpus gets with each peer. */
@Command(
    name = "reach",
    mixinStandardHelpOptions = true,
    description = {
      "Attacks each peer with the scripts of bench/corpus/hostile, configured as its documentation"
          + " says: 1 s, 64 MB and 10 million instructions or statements, as far as it can limit"
          + " these.",
      "Results are kept as they come, and a run that was ended goes on where it was. All scripts"
          + " take hours."
    })
public final class ReachCommand implements Comparison {
  /** The scripts of {@code sandbox} attack functions that our own sandbox alone has. */
  private static final List<String> CATEGORIES =
      List.of(
          "catch",
          "compile",
          "host",
          "iterators",
          "memory",
          "native",
          "poison",
          "regex",
          "stack",
          "tenant",
          "xml");

  private static final int SLICES = 16;

  @Mixin private PeerOptions options = new PeerOptions();

  @Option(
      names = "--categories",
      split = ",",
      description = "Only scripts of these folders; default: all but sandbox.")
  private List<String> categories = CATEGORIES;

  @Option(
      names = "--scripts",
      split = ",",
      description = "Only scripts whose category/name starts so.")
  private List<String> prefixes = List.of();

  @Option(
      names = "--deadline",
      description = "Seconds after which a process is killed; default ${DEFAULT-VALUE}.")
  private int deadline = 10;

  @Option(names = "--restart", description = "Put results aside that are in the folder of --out.")
  private boolean restarts;

  @Option(
      names = "--minutes",
      description =
          "Start with no further peer when this time would be exceeded; default: no limit.")
  private @Nullable Double minutes;

  /** Made by the command line. */
  public ReachCommand() {}

  @Override
  public void check() throws IOException {
    ids(options.home());
    options.named();
    options.limit(minutes);
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    check();
    PeerHome home = options.home();
    List<String> ids = ids(home);
    LeftOut leftOut = new LeftOut();
    List<Peer> peers = options.peers(home, leftOut);
    if (restarts) {
      ReachStore.putAside(options.out());
    }
    TimeLimit limit = options.limit(minutes);
    ReachStore store =
        ReachStore.open(options.out(), ReachSettings.of(home, "deadline " + deadline + " s"));
    for (Peer peer : peers) {
      if (limit.allowsOneMore()) {
        limit.measure(
            () -> {
              attack(peer, ids, home, store);
              return peer;
            });
      } else {
        System.err.printf("LEFT OUT: %s: the time is up%n", peer.key());
        leftOut.add(peer.key(), "the time was up");
      }
    }
    ReachReport report = new ReachReport(ReachScripts.in(home).current(store.all()), leftOut);
    Files.writeString(options.out().resolve("reach.md"), report.markdown());
    Files.writeString(options.out().resolve("reach.json"), report.json(BenchMachine.describe()));
    System.out.print(report.markdown());
    return 0;
  }

  private void attack(Peer peer, List<String> ids, PeerHome home, ReachStore store)
      throws IOException, InterruptedException {
    try (ReachRunner runner = new ReachRunner(home, peer, Duration.ofSeconds(deadline))) {
      ReachScripts scripts = ReachScripts.in(home);
      int done = 0;
      for (String id : ids) {
        done++;
        if (store.find(peer, id, scripts.digest(id)) == null) {
          ReachResult result = runner.run(id);
          store.add(result);
          System.err.printf(
              "%s %d of %d: %s: %s, %d ms%n",
              peer.key(), done, ids.size(), id, result.outcome().label(), result.wallMillis());
        }
      }
    }
  }

  private List<String> ids(PeerHome home) throws IOException {
    Path scripts = ReachScripts.in(home).folder();
    List<String> ids = new ArrayList<>();
    for (String category : categories) {
      if (!Files.isDirectory(scripts.resolve(category))) {
        throw options.wrong("no folder %s in %s".formatted(category, scripts));
      }
      ids.addAll(HostileScript.ids(scripts, List.of(category)));
    }
    ids.removeIf(
        id ->
            (!prefixes.isEmpty() && prefixes.stream().noneMatch(id::startsWith))
                || (options.isShort() && Math.floorMod(id.hashCode(), SLICES) != 0));
    if (ids.isEmpty()) {
      throw options.wrong("no script is chosen");
    }
    return ids;
  }
}
