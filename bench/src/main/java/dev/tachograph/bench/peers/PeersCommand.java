package dev.tachograph.bench.peers;

import dev.tachograph.bench.BenchMachine;
import dev.tachograph.bench.Comparison;
import dev.tachograph.bench.LeftOut;
import dev.tachograph.bench.TimeLimit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
public final class PeersCommand implements Comparison {
  @Mixin private PeerOptions options = new PeerOptions();

  @Option(names = "--programs", split = ",", description = "Only these programs.")
  private List<String> names = List.of();

  @Option(
      names = "--millis",
      description = "How long each thing is warmed up, and measured; default 10000.")
  private @Nullable Integer millis;

  @Option(names = "--starts", description = "How many processes are started; default 9.")
  private @Nullable Integer starts;

  @Option(
      names = "--resume",
      description = "Measure only peers whose figures are not in the folder of --out already.")
  private boolean resumes;

  @Option(
      names = "--minutes",
      description =
          "Start with no further peer when this time would be exceeded; default: no limit.")
  private @Nullable Double minutes;

  /** Made by the command line. */
  public PeersCommand() {}

  /** The names of the programs that all peers run. */
  public static List<String> programs() {
    return PeerProgram.chosen(false).stream().map(PeerProgram::name).toList();
  }

  @Override
  public void check() {
    options.home();
    options.named();
    chosen();
    length();
    options.limit(minutes);
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    check();
    PeerHome home = options.home();
    List<PeerProgram> programs = chosen();
    PeerMeasurement.Length length = length();
    List<PeerFigures> all = new ArrayList<>();
    LeftOut leftOut = new LeftOut();
    PeersReport report = new PeersReport(all, programs, leftOut);
    Path out = Files.createDirectories(options.out());
    PeersStore store =
        new PeersStore(out.resolve("figures"), ReachSettings.of(home, length + " " + programs));
    TimeLimit limit = options.limit(minutes);
    for (Peer peer : options.peers(home, leftOut)) {
      PeerFigures known = resumes ? store.find(peer) : null;
      if (known == null && !limit.allowsOneMore()) {
        System.err.printf("LEFT OUT: %s: the time is up%n", peer.key());
        leftOut.add(peer.key(), "the time was up");
        continue;
      }
      System.err.printf("peers: %s%s%n", peer.key(), known == null ? "" : ": measured before");
      if (known == null) {
        known = limit.measure(() -> PeerMeasurement.measure(home, peer, length, programs));
        store.keep(known);
      }
      all.add(known);
      write(out, report); // after each: somebody may not want to wait for the last
    }
    write(out, report);
    System.out.print(report.markdown());
    return 0;
  }

  private static void write(Path out, PeersReport report) throws IOException {
    Files.writeString(out.resolve("results.md"), report.markdown());
    Files.writeString(out.resolve("results.json"), report.json(BenchMachine.describe()));
    Files.writeString(out.resolve("results.csv"), report.csv());
  }

  private List<PeerProgram> chosen() {
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
