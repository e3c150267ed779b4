package dev.tachograph.bench.growth;

import dev.tachograph.bench.BenchAgent;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One JVM that measures; all that it evaluates is metered, or nothing is. */
final class GrowthChild {
  private final int rounds;
  private final long sampleNanos;
  private final long warmUpNanos;
  private final boolean isShort;

  private GrowthChild(int rounds, int sampleMillis, int warmUpMillis, boolean isShort) {
    this.rounds = rounds;
    this.sampleNanos = TimeUnit.MILLISECONDS.toNanos(sampleMillis);
    this.warmUpNanos = TimeUnit.MILLISECONDS.toNanos(warmUpMillis);
    this.isShort = isShort;
  }

  /**
   * Takes whether the meter is on, the dimensions, the rounds, milliseconds of CPU for a sample and
   * for the warm-up, and whether there are fewer points; prints samples.
   */
  public static void main(String[] args) throws Exception {
    boolean metered = Boolean.parseBoolean(args[0]);
    if (metered) {
      BenchAgent.startTachograph(null, "account=script");
    }
    List<Dimension> dimensions = Arrays.stream(args[1].split(",")).map(Dimension::of).toList();
    GrowthChild child =
        new GrowthChild(
            Integer.parseInt(args[2]),
            Integer.parseInt(args[3]),
            Integer.parseInt(args[4]),
            Boolean.parseBoolean(args[5]));
    for (Dimension dimension : dimensions) {
      for (Dimension.Series series : dimension.series()) {
        if (metered == (series != Dimension.Series.PLAIN)) {
          child.measure(dimension, series);
        }
      }
    }
  }

  /** The least is warmed up with, and the largest are last: each is there for those after it. */
  private void measure(Dimension dimension, Dimension.Series series) throws Exception {
    try (Evaluator evaluator = new Evaluator()) {
      Scenario scenario = Scenarios.of(dimension, series, evaluator);
      boolean warm = false;
      for (int x : dimension.points(isShort)) {
        scenario.growTo(x);
        scenario.take(warm ? sampleNanos : warmUpNanos);
        warm = true;
        for (int round = 0; round < rounds; round++) {
          Sample.Taken taken = scenario.take(sampleNanos);
          System.out.println(
              new Sample(
                      dimension,
                      series,
                      x,
                      round,
                      taken.evaluations(),
                      taken.cpuNanos(),
                      taken.wallNanos())
                  .toLine());
        }
      }
    }
  }
}
