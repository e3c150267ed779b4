package dev.tachograph.engine.cli;

import dev.tachograph.engine.config.ConfigurationException;
import dev.tachograph.engine.config.EngineConfiguration;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** {@code tachograph config}: checks a configuration, and shows what is in force. */
@Command(
    name = "config",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    description = {
      "Checks the configuration of an engine, and prints every setting with where it is from.",
      "",
      "Files come before environment variables (TACHOGRAPH_CACHE_HOT_AFTER), and these before "
          + "system properties (tachograph.cache.hotAfter). Secrets are not shown."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the configuration can be used",
      "2:wrong usage, or faults, which are listed"
    })
final class ConfigCommand implements Callable<Integer> {
  @Option(
      names = "--file",
      paramLabel = "FILE",
      description =
          "A file of settings, .properties or .yaml; may be given more than once, and the last "
              + "one wins.")
  private List<Path> files = new ArrayList<>();

  private final PrintStream out;
  private final CommandLine line;

  private ConfigCommand(PrintStream out) {
    this.out = out;
    line = new CommandLine(this);
  }

  static CommandLine create(PrintStream out) {
    return new ConfigCommand(out).line;
  }

  @Override
  public Integer call() {
    try {
      out.println(EngineConfiguration.load(files.toArray(new Path[0])));
      return ExitCode.COMPLETED;
    } catch (ConfigurationException faults) {
      throw new ParameterException(line, String.valueOf(faults.getMessage()), faults);
    }
  }
}
