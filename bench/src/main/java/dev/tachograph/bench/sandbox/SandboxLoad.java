package dev.tachograph.bench.sandbox;

import dev.tachograph.bench.BenchAgent;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs sandboxes in this JVM as a host does, and prints what they take. */
@Command(
    name = "sandbox-load",
    description = "Prints the CPU that evaluations in sandboxes take, and how many at once go.",
    mixinStandardHelpOptions = true)
public final class SandboxLoad implements Callable<Integer> {
  @Option(
      names = "--rounds",
      description = "How many times each figure is taken (default: ${DEFAULT-VALUE}).")
  private int rounds = 3000;

  @Override
  public Integer call() throws Exception {
    long before = processCpu();
    BenchAgent.startTachograph(null, "");
    try (SandboxFigures figures = new SandboxFigures(rounds)) {
      figures.first();
      System.out.printf(
          "first evaluation, with agent, engine and all that they start: %.0f ms of CPU%n",
          (processCpu() - before) / 1e6);
      figures.print(System.out);
    }
    return 0;
  }

  private static long processCpu() {
    return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos();
  }
}
