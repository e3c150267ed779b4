package dev.tachograph.bench;

import dev.tachograph.bench.accuracy.AccuracyCommand;
import dev.tachograph.bench.growth.GrowthCommand;
import dev.tachograph.bench.paired.PairedCommand;
import dev.tachograph.bench.peers.PeersCommand;
import dev.tachograph.bench.peers.ReachCommand;
import dev.tachograph.bench.sandbox.SandboxLoad;
import dev.tachograph.bench.sandbox.StartUp;
import dev.tachograph.bench.sandbox.WatchdogLatency;
import dev.tachograph.bench.suite.FullCommand;
import dev.tachograph.bench.suite.ShortCommand;
import dev.tachograph.bench.tracker.AccountMemory;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Runs the benchmarks. */
@Command(
    name = "tachograph-bench",
    description = "Measures what metering costs.",
    subcommands = {
      ShortCommand.class,
      FullCommand.class,
      PairedCommand.class,
      AccuracyCommand.class,
      GrowthCommand.class,
      PeersCommand.class,
      ReachCommand.class,
      AccountMemory.class,
      SandboxLoad.class,
      StartUp.class,
      WatchdogLatency.class
    },
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
public final class Main {
  private Main() {}

  /** Exits with 0 after a complete run, 1 after a failed one, 2 on wrong usage. */
  public static void main(String[] args) {
    CommandLine line = new CommandLine(new Main()).setCaseInsensitiveEnumValuesAllowed(true);
    CommandLine jmh = new CommandLine(new JmhCommand());
    line.addSubcommand(jmh.setUnmatchedOptionsArePositionalParams(true));
    System.exit(line.execute(args));
  }
}
