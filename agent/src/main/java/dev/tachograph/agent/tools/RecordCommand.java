package dev.tachograph.agent.tools;

import dev.tachograph.agent.WholeFile;
import dev.tachograph.jfr.fleet.JvmAddress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.management.remote.JMXConnector;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code record}: recordings of a JVM that runs. */
@Command(
    name = "record",
    mixinStandardHelpOptions = true,
    versionProvider = Tools.Version.class,
    description = {
      "Starts, copies and stops Flight Recorder recordings of a JVM that runs scripts.",
      "",
      "JVM is a process id on this host, HOST:PORT of a JMX connector, or a service:jmx: URL."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:the JVM cannot be reached, has no such recording, or a file cannot be written",
      "2:wrong usage"
    })
final class RecordCommand implements Runnable {
  @Spec private @Nullable CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec().commandLine(),
        "Missing one of start, dump, stop, list; record --help explains them");
  }

  private CommandSpec spec() {
    if (spec == null) {
      throw new IllegalStateException("not made by the command line");
    }
    return spec;
  }

  /** What is asked of the other JVM's recorder. */
  private interface Request {
    void of(RemoteRecorder recorder) throws IOException;
  }

  /** Which JVM, and which of its recordings. */
  static final class Target {
    @Parameters(paramLabel = "JVM", description = "The JVM.")
    private String jvm = "";

    @Option(
        names = "--name",
        paramLabel = "NAME",
        defaultValue = "tachograph",
        description = "The recording's name (default: ${DEFAULT-VALUE}).")
    private String name = "tachograph";

    @Mixin private Credentials credentials = new Credentials();

    private int ask(Request request) {
      try (JMXConnector connector = JvmAddress.parse(jvm, credentials.environment()).connect()) {
        request.of(new RemoteRecorder(connector.getMBeanServerConnection()));
        return CommandLine.ExitCode.OK;
      } catch (IllegalArgumentException wrong) {
        System.err.println(wrong.getMessage());
        return CommandLine.ExitCode.USAGE;
      } catch (IOException | SecurityException failed) {
        System.err.println(jvm + ": " + failed.getMessage());
        return CommandLine.ExitCode.SOFTWARE;
      }
    }
  }

  /** Where a copy goes. */
  static final class Destination {
    @Option(
        names = {"-o", "--output"},
        paramLabel = "FILE.jfr",
        required = true,
        description = "The file to write, on this host; whole or not at all.")
    private Path file = Path.of("");

    private void write(RemoteRecorder recorder, String name) throws IOException {
      Optional<String> wrong = ReportFiles.wrong(List.of(), List.of(file));
      if (wrong.isPresent()) {
        throw new IOException(wrong.get());
      }
      WholeFile.write(file, out -> recorder.copy(name, out));
      System.out.println("wrote " + file);
    }
  }

  @Command(
      name = "start",
      mixinStandardHelpOptions = true,
      sortOptions = false,
      description = "Starts a recording of Tachograph's events, with their settings.")
  int start(
      @Mixin Target target,
      @Option(
              names = "--jdk",
              description = "Record the JDK's own events too, with its default settings.")
          boolean jdk,
      @Option(
              names = "--max-age",
              paramLabel = "TIME",
              description = "Keep what is younger, for example 1h; everything by default.")
          @Nullable String maxAge,
      @Option(
              names = "--max-size",
              paramLabel = "SIZE",
              description = "Keep so much, for example 250m; everything by default.")
          @Nullable String maxSize) {
    return target.ask(
        recorder -> {
          recorder.start(target.name, jdk, RemoteRecorder.options(target.name, maxAge, maxSize));
          System.out.println(
              "recording '%s' of %s has started; copy it with: record dump %s --name %s -o FILE.jfr"
                  .formatted(target.name, target.jvm, target.jvm, target.name));
        });
  }

  @Command(
      name = "dump",
      mixinStandardHelpOptions = true,
      description = "Copies what was recorded by now into a file; the recording goes on.")
  int dump(@Mixin Target target, @Mixin Destination destination) {
    return target.ask(recorder -> destination.write(recorder, target.name));
  }

  @Command(
      name = "stop",
      mixinStandardHelpOptions = true,
      description = "Copies what was recorded into a file, and ends the recording.")
  int stop(@Mixin Target target, @Mixin Destination destination) {
    return target.ask(
        recorder -> {
          destination.write(recorder, target.name);
          recorder.close(target.name);
          System.out.println("recording '%s' has ended".formatted(target.name));
        });
  }

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "Lists the JVM's recordings: name, state, bytes.")
  int list(@Mixin Target target) {
    return target.ask(recorder -> recorder.list().forEach(System.out::println));
  }
}
