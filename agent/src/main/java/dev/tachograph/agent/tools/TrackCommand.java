package dev.tachograph.agent.tools;

import dev.tachograph.jfr.fleet.FleetEvent;
import dev.tachograph.jfr.fleet.FleetJvm;
import dev.tachograph.jfr.fleet.FleetTracker;
import dev.tachograph.jfr.fleet.JvmAddress;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code track}: bounds what accounts use in several JVMs together, while it runs. */
@Command(
    name = "track",
    mixinStandardHelpOptions = true,
    versionProvider = Tools.Version.class,
    sortOptions = false,
    description = {
      "Watches JVMs that run scripts under the agent, adds up what accounts use in all of them, and"
          + " suspends an account everywhere when the sum reaches its limit.",
      "",
      "Ends on Ctrl-C, with the final figures. Accounts that are suspended then stay so; the next run"
          + " with the same name resumes those that are below their limits."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:a file cannot be read, or with --once a JVM not be watched",
      "2:wrong usage"
    })
final class TrackCommand implements Callable<Integer> {
  private static final int ONCE_SECONDS = 15;

  @Option(
      names = "--jvm",
      paramLabel = "JVM",
      required = true,
      description =
          "A process id on this host, HOST:PORT of a JMX connector, or a service:jmx: URL. Repeat it"
              + " for every JVM.")
  private List<String> jvms = List.of();

  @Option(
      names = "--limit",
      paramLabel = "ACCOUNT:RESOURCE=N",
      converter = FleetLimit.Converter.class,
      description = "What an account may use in all JVMs together. Repeat it for every limit.")
  private List<FleetLimit> limits = List.of();

  @Option(
      names = "--history",
      paramLabel = "FILE.jfr",
      description = "A recording of JVMs that are no more, to be counted too. Repeat it.")
  private List<Path> history = List.of();

  @Mixin private Credentials credentials = new Credentials();

  @Option(
      names = "--name",
      paramLabel = "NAME",
      defaultValue = FleetTracker.NAME,
      description = "Who suspends accounts (default: ${DEFAULT-VALUE}).")
  private String name = FleetTracker.NAME;

  @Option(
      names = "--hung-after",
      paramLabel = "SECONDS",
      defaultValue = "10",
      description = "After so much silence a JVM hangs, more than 3 (default: ${DEFAULT-VALUE}).")
  private int hungAfter;

  @Option(names = "--once", description = "Print how everything stands, and end.")
  private boolean once;

  @Option(names = "--json", description = "Print lines of JSON instead of words.")
  private boolean json;

  @Override
  public Integer call() throws InterruptedException {
    Optional<String> wrong = ReportFiles.wrong(history, List.of());
    if (wrong.isPresent()) {
      System.err.println(wrong.get());
      return 1;
    }
    BlockingQueue<FleetEvent> news = new LinkedBlockingQueue<>();
    FleetPrinter printer = new FleetPrinter(System.out, json);
    try (FleetTracker fleet = new FleetTracker(name, Duration.ofSeconds(hungAfter), news::add)) {
      limits.forEach(limit -> limit.applyTo(fleet));
      Map<String, ?> environment = credentials.environment();
      for (JvmAddress address :
          jvms.stream().map(jvm -> JvmAddress.parse(jvm, environment)).toList()) {
        fleet.watch(address);
      }
      for (Path file : history) {
        fleet.readFile(file);
      }
      return once ? look(fleet, printer) : follow(fleet, printer, news);
    } catch (IllegalArgumentException usage) {
      System.err.println(usage.getMessage());
      return 2;
    } catch (IOException unreadable) {
      System.err.println(unreadable.getMessage());
      return 1;
    }
  }

  private static int look(FleetTracker fleet, FleetPrinter printer) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(ONCE_SECONDS);
    while (fleet.read().jvms().stream().anyMatch(TrackCommand::isOpen) && System.nanoTime() < end) {
      TimeUnit.MILLISECONDS.sleep(100);
    }
    printer.end(fleet.read());
    return fleet.read().jvms().stream()
            .allMatch(jvm -> jvm.state() == FleetJvm.State.WATCHING && !jvm.pids().isEmpty())
        ? 0
        : 1;
  }

  private static boolean isOpen(FleetJvm jvm) {
    return jvm.state() == FleetJvm.State.CONNECTING
        || (jvm.state() == FleetJvm.State.WATCHING && jvm.pids().isEmpty());
  }

  /** Until the JVM of this command ends. */
  private static int follow(
      FleetTracker fleet, FleetPrinter printer, BlockingQueue<FleetEvent> news)
      throws InterruptedException {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  printer.end(fleet.read());
                  fleet.close();
                },
                "tachograph-final"));
    while (true) {
      FleetEvent event = news.poll(1, TimeUnit.SECONDS);
      while (event != null) {
        printer.print(event);
        event = news.poll();
      }
      printer.print(fleet.read());
    }
  }
}
