package dev.tachograph.agent.tools;

import dev.tachograph.jfr.FlightRecorderSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code jfc}: the settings of our events, to be changed and given to Flight Recorder. */
@Command(
    name = "jfc",
    mixinStandardHelpOptions = true,
    versionProvider = Tools.Version.class,
    description = {
      "Prints the settings of Tachograph's Flight Recorder events, or writes them into a file:",
      "  java -jar tachograph-agent.jar jfc -o tachograph.jfc",
      "  java -XX:StartFlightRecording:settings=default,settings=tachograph.jfc ..."
    })
final class JfcCommand implements Callable<Integer> {
  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Where to write them (default: standard output).")
  private @Nullable Path file;

  @Override
  public Integer call() throws IOException {
    String settings = FlightRecorderSettings.text();
    if (file == null) {
      System.out.print(settings);
    } else {
      Files.writeString(file, settings, StandardCharsets.UTF_8);
    }
    return CommandLine.ExitCode.OK;
  }
}
