package dev.tachograph.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Hands everything on to JMH, which has a command line of its own. */
@Command(
    name = "jmh",
    description = "Runs JMH benchmarks; the arguments are JMH's (jmh -h lists them).")
final class JmhCommand implements Callable<Integer> {
  @Parameters(hidden = true)
  private List<String> arguments = new ArrayList<>();

  @Override
  public Integer call() throws IOException {
    org.openjdk.jmh.Main.main(arguments.toArray(String[]::new));
    return 0;
  }
}
