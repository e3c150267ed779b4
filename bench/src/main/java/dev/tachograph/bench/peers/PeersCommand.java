package dev.tachograph.bench.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code peers}: what running scripts under limits costs with each peer. */
@Command(
    name = "peers",
    mixinStandardHelpOptions = true,
    description = {
      "Measures each peer under the same task, in processes of its own: start-up, time of an"
          + " evaluation, many at once, where it stops and what it says then, what limiting costs"
          + " beside its own unlimited run, and how fast programs of several classes are.",
      "Times are CPU of the process where programs are compared, and wall time elsewhere."
    })
public final class PeersCommand implements Callable<Integer> {
  @Mixin private PeerOptions options = new PeerOptions();

  @Option(names = "--programs", split = ",", description = "Only these programs.")
  private List<String> names = List.of();

  @Option(
      names = "--millis",
      description = "How long each thing is warmed up, and measured; default 10000.")
  private @Nullable Integer millis;

  @Option(names = "--starts", description = "How many processes are started; default 9.")
  private @Nullable Integer starts;

  /** Made by the command line. */
  public PeersCommand() {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    PeerHome home = options.home();
    List<PeerProgram> programs = programs();
    PeerMeasurement.Length length = length();
    List<PeerFigures> all = new ArrayList<>();
    PeersReport report = new PeersReport(all, programs);
    Path out = Files.createDirectories(options.out());
    for (Peer peer : options.peers(home)) {
      System.err.printf("peers: %s%n", peer.key());
      all.add(PeerMeasurement.measure(home, peer, length, programs));
      // After each: somebody may not want to wait for the last.
      Files.writeString(out.resolve("results.md"), report.markdown());
      Files.writeString(out.resolve("results.json"), report.json(PeerOptions.environment()));
      Files.writeString(out.resolve("results.csv"), report.csv());
    }
    System.out.print(report.markdown());
    return 0;
  }

  private List<PeerProgram> programs() {
    try {
      return names.isEmpty()
          ? PeerProgram.chosen(options.isShort())
          : names.stream().map(PeerProgram::named).toList();
    } catch (IllegalArgumentException unknown) {
      throw options.wrong(String.valueOf(unknown.getMessage()));
    }
  }

  private PeerMeasurement.Length length() {
    PeerMeasurement.Length usual =
        options.isShort() ? PeerMeasurement.Length.SHORT : PeerMeasurement.Length.FULL;
    if ((millis != null && millis < 1) || (starts != null && starts < 1)) {
      throw options.wrong("--millis and --starts begin at 1");
    }
    return new PeerMeasurement.Length(
        starts == null ? usual.starts() : starts,
        millis == null ? usual.warmMillis() : millis,
        millis == null ? usual.millis() : millis);
  }
}
