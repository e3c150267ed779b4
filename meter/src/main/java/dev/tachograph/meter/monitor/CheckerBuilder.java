package dev.tachograph.meter.monitor;

import dev.tachograph.meter.Ticker;
import java.time.Duration;

/**
 * What can be said of everything that checks components again and again, and tells listeners.
 *
 * @param <B> the builder itself, which its methods return
 */
abstract sealed class CheckerBuilder<B extends CheckerBuilder<B>>
    permits AutoScaler.Builder, ResourceMonitor.Builder {
  Duration interval = Duration.ofSeconds(1);
  Ticker ticker = Ticker.system();
  int historySize = 1000;
  int queueSize = 1000;

  CheckerBuilder() {}

  /** Itself. */
  abstract B self();

  /**
   * The time between two checks once they are started: a second unless it is said.
   *
   * @param interval more than 0
   */
  public B checkInterval(Duration interval) {
    this.interval = Settings.positive("a check interval", interval);
    return self();
  }

  /**
   * Where the times of alerts, changes and cool-downs come from. The interval is real time all the
   * same.
   */
  public B ticker(Ticker ticker) {
    this.ticker = ticker;
    return self();
  }

  /**
   * How many of the last alerts, or changes, are kept: 1000 unless it is said.
   *
   * @param size 0 or more
   */
  public B historySize(int size) {
    historySize = Settings.atLeast(0, "a history", size);
    return self();
  }

  /**
   * How many alerts, changes or lines of a log may wait for whom they are for before they are
   * dropped and counted: 1000 unless it is said.
   *
   * @param size 1 or more
   */
  public B queueSize(int size) {
    queueSize = Settings.atLeast(1, "a queue", size);
    return self();
  }
}
