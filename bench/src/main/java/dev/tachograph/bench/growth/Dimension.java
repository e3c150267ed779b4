package dev.tachograph.bench.growth;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** Something that there may be more or less of when a script is evaluated. */
enum Dimension {
  /** Threads that evaluate at the same time. */
  THREADS("threads that evaluate"),
  /** Accounts that take turns. */
  ACCOUNTS("accounts that take turns"),
  /** Scripts that take turns, each with a name and so an account of its own. */
  SCRIPTS("scripts that take turns"),
  /** Lines of a script that is compiled. */
  SIZE_COMPILE("lines that are compiled"),
  /** Lines of a script that is compiled already. */
  SIZE_RUN("lines that are run"),
  /** Records of earlier evaluations that the account keeps. */
  HISTORY("records that the account keeps"),
  /** Flight Recorder off and on. */
  RECORDING("recordings that run");

  /** Fewer points for a short look, the last ones being the slow ones. */
  private static final int SHORT = 3;

  private static final int THREADS_PER_PROCESSOR = 4;

  private final String title;

  Dimension(String title) {
    this.title = title;
  }

  /** Who evaluates. */
  enum Series {
    /** Rhino without the meter, in a JVM of its own. */
    PLAIN("plain"),
    /** With the meter; threads have accounts of their own. */
    METERED("metered"),
    /** With the meter, all threads on one account that has totals. */
    SHARED("metered, one account");

    private final String title;

    Series(String title) {
      this.title = title;
    }

    String key() {
      return name().toLowerCase(Locale.ROOT);
    }

    String title() {
      return title;
    }
  }

  /** The name in results. */
  String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** For the axis of a chart. */
  String title() {
    return title;
  }

  /** Plain Rhino has no accounts, no history and no events. */
  List<Series> series() {
    return switch (this) {
      case THREADS -> List.of(Series.PLAIN, Series.METERED, Series.SHARED);
      case SCRIPTS, SIZE_COMPILE, SIZE_RUN -> List.of(Series.PLAIN, Series.METERED);
      case ACCOUNTS, HISTORY, RECORDING -> List.of(Series.METERED);
    };
  }

  List<Integer> points(boolean isShort) {
    List<Integer> all =
        switch (this) {
          case THREADS -> threads(Runtime.getRuntime().availableProcessors());
          case ACCOUNTS -> List.of(1, 10, 100, 1_000, 10_000, 100_000);
          case SCRIPTS -> List.of(1, 10, 100, 1_000, 10_000);
          case SIZE_COMPILE, SIZE_RUN -> List.of(10, 100, 1_000, 10_000);
          case HISTORY -> List.of(0, 100, 1_000, 10_000, 100_000);
          case RECORDING -> List.of(0, 1);
        };
    return isShort && this != THREADS ? all.subList(0, Math.min(SHORT, all.size())) : all;
  }

  /** 1, 2, 4 ... as many as some for each processor. */
  static List<Integer> threads(int processors) {
    return IntStream.iterate(1, x -> x <= THREADS_PER_PROCESSOR * processors, x -> 2 * x)
        .boxed()
        .toList();
  }

  /** Whether there is more than off and on. */
  boolean isCount() {
    return this != RECORDING;
  }

  /**
   * The dimension of this key.
   *
   * @throws IllegalArgumentException if there is none; the message has those that there are
   */
  static Dimension of(String key) {
    List<String> keys = Arrays.stream(values()).map(Dimension::key).toList();
    if (!keys.contains(key)) {
      throw new IllegalArgumentException(
          "unknown dimension '" + key + "'; they are " + String.join(", ", keys));
    }
    return values()[keys.indexOf(key)];
  }
}
