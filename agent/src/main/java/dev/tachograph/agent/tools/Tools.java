package dev.tachograph.agent.tools;

import dev.tachograph.agent.AgentVersion;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line of the agent's jar. */
@Command(
    name = "java -jar tachograph-agent.jar",
    mixinStandardHelpOptions = true,
    subcommands = {
      ListCommand.class,
      AttachCommand.class,
      DetachCommand.class,
      TopCommand.class,
      JfcCommand.class,
      RecommendCommand.class,
      RecordCommand.class,
      ReplayCommand.class,
      ReportCommand.class,
      DiffCommand.class,
      TrackCommand.class
    },
    versionProvider = Tools.Version.class,
    description = {
      "Meters and limits the JavaScript that a JVM runs on Mozilla Rhino.",
      "",
      "Put it on a JVM:",
      "  java -javaagent:tachograph-agent.jar[=key=value,...] ...",
      "",
      "Options of the agent:",
      "  limit.iterations=N, limit.functionCalls=N      bounds on each evaluation",
      "  total.iterations=N, total.functionCalls=N,",
      "  total.evaluations=N                            bounds on each account",
      "  account=script|thread|factory|name:X           who pays (default: script)",
      "  interrupt=ignore|cancel                        whether an interrupt of its thread",
      "                                                 cancels an evaluation (default: ignore)",
      "  attribution=none|function                      whether costs are charged to functions",
      "                                                 and lines (default: none)",
      "  report=FILE                                    JSON report, written at exit",
      "  log=FILE                                       where the agent logs (default: stderr)",
      "  config=FILE                                    a properties file with these options, and",
      "                                                 with rules for accounts; changes of it",
      "                                                 are picked up"
    })
public final class Tools implements Runnable {
  private Tools() {}

  /** Runs the command line; returns the exit status. Called from outside the hidden loader. */
  public static int run(String[] args) {
    return new CommandLine(new Tools()).setCaseInsensitiveEnumValuesAllowed(true).execute(args);
  }

  @Override
  public void run() {
    CommandLine.usage(this, System.out);
  }

  /** The version of this jar. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"tachograph " + AgentVersion.text()};
    }
  }
}
