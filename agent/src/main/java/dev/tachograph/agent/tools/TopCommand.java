package dev.tachograph.agent.tools;

import dev.tachograph.meter.Json;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code top}: what scripts use in a JVM that runs, as it changes. */
@Command(
    name = "top",
    mixinStandardHelpOptions = true,
    versionProvider = Tools.Version.class,
    sortOptions = false,
    description = {
      "Shows what accounts and scripts use in a JVM that runs under the agent, again and again.",
      "",
      "Ends on Ctrl-C, and when the JVM ends. Without a terminal it prints one table after the other."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done, or the JVM has ended",
      "1:the JVM cannot be reached, hangs, or has no agent",
      "2:wrong usage, or no such process"
    })
final class TopCommand implements Callable<Integer> {
  private static final Duration INTERVAL = Duration.ofSeconds(2);
  private static final int ROWS = 20;

  /** What is shown. */
  enum By {
    ACCOUNTS,
    SCRIPTS,
    BOTH
  }

  @Parameters(
      paramLabel = "JVM",
      description =
          "A process id on this host, HOST:PORT of a JMX connector, or a service:jmx: URL.")
  private String jvm = "";

  @Option(
      names = "--interval",
      paramLabel = "TIME",
      converter = Interval.class,
      description = "The time between two readings, for example 500ms (default: 2s).")
  private @Nullable Duration interval;

  @Option(
      names = "--sort",
      paramLabel = "KEY",
      defaultValue = "fuel",
      converter = SortKey.Converter.class,
      description =
          "The resource that rows are sorted by, such as cpuTime; with /s, as in cpuTime/s, by what"
              + " is used now (default: ${DEFAULT-VALUE}).")
  private @Nullable SortKey sort;

  @Option(
      names = "--by",
      paramLabel = "accounts|scripts|both",
      defaultValue = "both",
      description = "What is shown (default: ${DEFAULT-VALUE}).")
  private By by = By.BOTH;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "So many rows (default: 20; with --json, all).")
  private @Nullable Integer limit;

  @Option(
      names = "--once",
      description = "Print one reading, and end; with --interval, with what is used per second.")
  private boolean once;

  @Option(names = "--json", description = "Print an object of JSON for each reading, in a line.")
  private boolean json;

  @Mixin private Credentials credentials = new Credentials();

  @Override
  public Integer call() throws InterruptedException {
    if (sort == null || (limit != null && limit < 0)) {
      System.err.println("--limit " + limit + ": expected a number of rows");
      return 2;
    }
    if (once && interval == null && sort.perSecond()) {
      System.err.println("--sort " + sort + " needs two readings: give an --interval as well");
      return 2;
    }
    int rows = limit != null ? limit : json ? Integer.MAX_VALUE : ROWS;
    TopView view = new TopView(jvm, sort, rows, by != By.SCRIPTS, by != By.ACCOUNTS);
    LiveJvm live = null;
    try {
      live = LiveJvm.connect(jvm, credentials.environment());
      show(live, view);
      return 0;
    } catch (IllegalArgumentException wrong) {
      System.err.println(wrong.getMessage());
      return 2;
    } catch (IOException | SecurityException failed) {
      if (live != null && live.hasEnded()) {
        System.out.println("JVM " + jvm + " has ended");
        return 0;
      }
      System.err.println(jvm + ": " + failed.getMessage());
      return 1;
    } finally {
      if (live != null) {
        live.close();
      }
    }
  }

  private void show(LiveJvm live, TopView whole) throws IOException, InterruptedException {
    Duration pause = interval == null ? INTERVAL : interval;
    LiveReading before = null;
    if (once && interval != null) {
      before = read(live, whole);
      TimeUnit.NANOSECONDS.sleep(pause.toNanos());
    }
    Screen screen = once || json || !Screen.isThere() ? null : new Screen(System.out);
    try {
      while (true) {
        TopView view = screen != null && limit == null ? whole.fit(screen.lines()) : whole;
        LiveReading now = read(live, view);
        LiveRates rates = new LiveRates(before, now);
        if (screen != null) {
          screen.show("Ctrl-C ends this. " + TopWords.of(view, now, rates));
        } else if (json) {
          System.out.println(Json.compact(view.toMap(now, rates)));
        } else {
          System.out.println(TopWords.of(view, now, rates));
        }
        if (once || System.out.checkError()) {
          return;
        }
        before = now;
        TimeUnit.NANOSECONDS.sleep(pause.toNanos());
      }
    } finally {
      if (screen != null) {
        screen.close();
      }
    }
  }

  private static LiveReading read(LiveJvm live, TopView view) throws IOException {
    return live.ask(governor -> LiveReading.of(governor, view.sort().resource(), view.read()));
  }
}
