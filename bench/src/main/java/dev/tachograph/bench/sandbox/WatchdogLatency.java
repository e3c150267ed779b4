package dev.tachograph.bench.sandbox;

import dev.tachograph.bench.BenchAgent;
import dev.tachograph.meter.Resource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lets endless loops run into limits on time, and prints how late they stop. */
@Command(
    name = "watchdog-latency",
    description = "Prints by how much endless loops exceed limits of 50 ms, in wall and CPU time.",
    mixinStandardHelpOptions = true)
public final class WatchdogLatency implements Callable<Integer> {
  @Option(
      names = "--runs",
      description = "How many loops for each limit (default: ${DEFAULT-VALUE}).")
  private int runs = 200;

  @Override
  public Integer call() throws Exception {
    BenchAgent.startTachograph(null, "");
    System.out.println("wall time: " + Overruns.of(Resource.WALL_TIME, runs).words());
    System.out.println("CPU time:  " + Overruns.of(Resource.CPU_TIME, runs).words());
    return 0;
  }
}
