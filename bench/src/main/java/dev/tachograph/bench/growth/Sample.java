package dev.tachograph.bench.growth;

/**
 * What some evaluations took.
 *
 * @param x how much there was of the dimension
 * @param cpuNanos CPU time of the threads that evaluated, together
 * @param wallNanos from the first one's start to the last one's end
 */
record Sample(
    Dimension dimension,
    Dimension.Series series,
    int x,
    int round,
    long evaluations,
    long cpuNanos,
    long wallNanos) {
  static final String HEADER = "dimension,series,x,round,evaluations,cpuNanos,wallNanos";

  private static final double NANOS = 1e3;

  /** What a scenario measured, without where it stood. */
  record Taken(long evaluations, long cpuNanos, long wallNanos) {}

  String toLine() {
    return dimension.key()
        + ","
        + series.key()
        + ","
        + x
        + ","
        + round
        + ","
        + evaluations
        + ","
        + cpuNanos
        + ","
        + wallNanos;
  }

  static Sample parse(String line) {
    String[] words = line.split(",", -1);
    return new Sample(
        Dimension.of(words[0]),
        Dimension.Series.valueOf(words[1].toUpperCase(java.util.Locale.ROOT)),
        Integer.parseInt(words[2]),
        Integer.parseInt(words[3]),
        Long.parseLong(words[4]),
        Long.parseLong(words[5]),
        Long.parseLong(words[6]));
  }

  /** CPU time of an evaluation. */
  double micros() {
    return cpuNanos / NANOS / evaluations;
  }

  double perSecond() {
    return evaluations * 1e9 / wallNanos;
  }
}
