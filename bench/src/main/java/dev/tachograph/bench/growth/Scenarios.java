package dev.tachograph.bench.growth;

import dev.tachograph.meter.Limits;
import dev.tachograph.meter.Metering;
import dev.tachograph.meter.Resource;
import dev.tachograph.meter.ResourceTracker;
import java.util.ArrayList;
import java.util.List;
import jdk.jfr.Recording;
import org.jspecify.annotations.Nullable;
import org.mozilla.javascript.Script;

/** What grows, dimension by dimension; those of one thread. */
final class Scenarios {
  private static final long NEVER_REACHED = Long.MAX_VALUE / 4;

  private Scenarios() {}

  /** The scenario of a dimension, for the thread that made the evaluator. */
  static Scenario of(Dimension dimension, Dimension.Series series, Evaluator evaluator) {
    return switch (dimension) {
      case THREADS -> new ThreadScenario(series, evaluator.small("threads.js"));
      case ACCOUNTS -> new Accounts(evaluator);
      case SCRIPTS -> new Scripts(evaluator);
      case SIZE_COMPILE -> new Compilation(evaluator, account(series, "size-compile"));
      case SIZE_RUN -> new Size(evaluator, account(series, "size-run"));
      case HISTORY -> new History(evaluator);
      case RECORDING -> new Recorded(evaluator);
    };
  }

  /** The account of this name, with limits; none in a JVM without the agent. */
  static @Nullable ResourceTracker account(Dimension.Series series, String name) {
    return series == Dimension.Series.PLAIN ? null : limited(name);
  }

  static ResourceTracker limited(String name) {
    ResourceTracker account = Metering.tracker(name);
    account.setLimits(
        Limits.builder()
            .perEvaluation(Resource.ITERATIONS, NEVER_REACHED)
            .total(Resource.ITERATIONS, NEVER_REACHED)
            .build());
    return account;
  }

  private static final class Accounts implements Scenario {
    private final Evaluator evaluator;
    private final Script script;
    private final List<ResourceTracker> accounts = new ArrayList<>();

    Accounts(Evaluator evaluator) {
      this.evaluator = evaluator;
      this.script = evaluator.small("accounts.js");
    }

    @Override
    public void growTo(int x) {
      while (accounts.size() < x) {
        accounts.add(limited("tenant-" + accounts.size()));
      }
    }

    @Override
    public Sample.Taken take(long cpuNanos) throws Exception {
      return Scenario.take(
          cpuNanos, number -> evaluator.run(accounts.get(number % accounts.size()), script));
    }
  }

  /** Nobody opens an account here: scripts have theirs by their names. */
  private static final class Scripts implements Scenario {
    private final Evaluator evaluator;
    private final List<Script> scripts = new ArrayList<>();

    Scripts(Evaluator evaluator) {
      this.evaluator = evaluator;
    }

    @Override
    public void growTo(int x) {
      while (scripts.size() < x) {
        scripts.add(evaluator.interpreted("script-" + scripts.size() + ".js"));
      }
    }

    @Override
    public Sample.Taken take(long cpuNanos) throws Exception {
      return Scenario.take(cpuNanos, number -> evaluator.run(scripts.get(number % scripts.size())));
    }
  }

  private static class Size implements Scenario {
    static final int LINES = 10;

    final Evaluator evaluator;
    final @Nullable ResourceTracker account;
    String source = "";
    private Script script;

    Size(Evaluator evaluator, @Nullable ResourceTracker account) {
      this.evaluator = evaluator;
      this.account = account;
      this.script = evaluator.small("size.js");
    }

    /** Functions of some lines each, which are called one after the other. */
    @Override
    public void growTo(int x) {
      StringBuilder text = new StringBuilder("var t = 0;");
      for (int i = 0; i < x / LINES; i++) {
        text.append("function f").append(i).append("(a) {\n");
        text.append("  var b = a * 2;\n  var c = [b, a, 1];\n  var d = {x: c, y: 'text'};\n");
        text.append("  for (var i = 0; i < 3; i++) {\n    b += c[i % 3];\n  }\n");
        text.append("  return b + d.y.length;\n}\n");
        text.append("t = f").append(i).append("(t % 100);\n");
      }
      source = text.toString();
      script = evaluator.compile(source, "size.js");
    }

    @Override
    public Sample.Taken take(long cpuNanos) throws Exception {
      return Scenario.take(cpuNanos, number -> evaluator.run(account, script));
    }
  }

  private static final class Compilation extends Size {
    Compilation(Evaluator evaluator, @Nullable ResourceTracker account) {
      super(evaluator, account);
    }

    @Override
    public Sample.Taken take(long cpuNanos) throws Exception {
      return Scenario.take(
          cpuNanos, number -> Evaluator.of(account, () -> evaluator.compile(source, "size.js")));
    }
  }

  private static final class History implements Scenario {
    private final Evaluator evaluator;
    private final Script script;
    private final ResourceTracker account = limited("history");

    History(Evaluator evaluator) {
      this.evaluator = evaluator;
      this.script = evaluator.small("history.js");
    }

    /** Until all records that are kept are there. */
    @Override
    public void growTo(int x) throws Exception {
      account.setHistorySize(x);
      for (int i = 0; i < x; i++) {
        evaluator.run(account, script);
      }
    }

    @Override
    public Sample.Taken take(long cpuNanos) throws Exception {
      return Scenario.take(cpuNanos, number -> evaluator.run(account, script));
    }
  }

  /** Of Tachograph's events, with their own settings. */
  private static final class Recorded implements Scenario {
    private final Evaluator evaluator;
    private final Script script;
    private final ResourceTracker account = limited("recording");
    private @Nullable Recording recording;

    Recorded(Evaluator evaluator) {
      this.evaluator = evaluator;
      this.script = evaluator.small("recording.js");
    }

    @Override
    public void growTo(int x) {
      if (recording != null) {
        recording.close();
        recording = null;
      }
      if (x > 0) {
        recording = new Recording();
        recording.start();
      }
    }

    @Override
    public Sample.Taken take(long cpuNanos) throws Exception {
      return Scenario.take(cpuNanos, number -> evaluator.run(account, script));
    }
  }
}
