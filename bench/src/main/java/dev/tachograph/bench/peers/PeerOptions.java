package dev.tachograph.bench.peers;

import dev.tachograph.bench.LeftOut;
import dev.tachograph.bench.TimeLimit;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What both commands take: who, from where, how much. */
final class PeerOptions {
  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec spec;

  @Option(
      names = "--peers",
      split = ",",
      description =
          "Only these of tachograph, sandbox, observer, delight-rhino, delight-nashorn, graaljs,"
              + " graaljs-jit, quickjs, isolated-vm.")
  private List<String> peers = List.of();

  @Option(names = "--corpus", description = "The folder bench/corpus; found beside the jar.")
  private @Nullable Path corpus;

  @Option(
      names = "--graal-java",
      description = "Home of a JDK 25 or later for graaljs-jit; the one that runs otherwise.")
  private @Nullable Path graalJava;

  @Option(names = "--out", description = "Folder for the results; default ${DEFAULT-VALUE}.")
  private Path out = Path.of("peers-results");

  @Option(names = "--short", description = "A part that takes at most ten minutes.")
  private boolean brief;

  Path out() {
    return out;
  }

  boolean isShort() {
    return brief;
  }

  /** Without what would have to be installed first. */
  PeerHome home() {
    PeerHome home = PeerHome.of(corpus, graalJava);
    String missing = graalJava == null ? "" : home.graalMissing();
    if (!missing.isEmpty()) {
      throw wrong("--graal-java: " + missing);
    }
    return home;
  }

  TimeLimit limit(@Nullable Double minutes) {
    try {
      return TimeLimit.ofMinutes(minutes);
    } catch (IllegalArgumentException negative) {
      throw wrong("--minutes: " + negative.getMessage());
    }
  }

  /** Those who are asked for and can run here; says who cannot, and why. */
  List<Peer> peers(PeerHome home, LeftOut leftOut) throws IOException, InterruptedException {
    List<Peer> chosen = new ArrayList<>();
    for (Peer peer : named()) {
      String missing = home.missing(peer);
      if (missing.isEmpty()) {
        chosen.add(peer);
      } else {
        System.err.printf("SKIPPED: %s: %s%n", peer.key(), missing);
        leftOut.add(peer.key(), missing);
      }
    }
    if (chosen.isEmpty()) {
      throw wrong("none of the peers can run here");
    }
    return chosen;
  }

  List<Peer> named() {
    try {
      return peers.isEmpty() ? Peer.all() : peers.stream().map(Peer::of).toList();
    } catch (IllegalArgumentException unknown) {
      throw wrong(String.valueOf(unknown.getMessage()));
    }
  }

  ParameterException wrong(String message) {
    return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
  }
}
