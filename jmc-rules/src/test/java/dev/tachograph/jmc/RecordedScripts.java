package dev.tachograph.jmc;

import dev.tachograph.jfr.FlightRecorderPublisher;
import dev.tachograph.jfr.WeavingTotals;
import dev.tachograph.meter.Breach;
import dev.tachograph.meter.ContextAccess;
import dev.tachograph.meter.Ledger;
import dev.tachograph.meter.LimitExceededError;
import dev.tachograph.meter.Resource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import jdk.jfr.Configuration;
import jdk.jfr.Recording;
import org.jspecify.annotations.Nullable;

/**
 * A recording of this JVM, and scripts in it that count without running: stand in for Contexts and
 * for woven code.
 */
final class RecordedScripts implements ContextAccess, AutoCloseable {
  final Ledger ledger = new Ledger();
  final FlightRecorderPublisher publisher;
  private final Recording recording;
  private final long[] used = new long[Ledger.COUNTERS];
  private final long[] limits = new long[Ledger.COUNTERS];
  private long refused;

  /**
   * @param disabled events that are switched off
   */
  RecordedScripts(String... disabled) throws Exception {
    publisher =
        FlightRecorderPublisher.install(
            ledger, () -> new WeavingTotals(1, 2, refused, List.of("Rhino 1.9.2")), null);
    recording = new Recording(Configuration.getConfiguration("default"));
    recording.enable("tachograph.LiveSample").with("period", "endChunk");
    for (String event : disabled) {
      recording.disable(event);
    }
    recording.start();
  }

  /** Opens an evaluation that goes on. */
  Object start(String account, String script) {
    return ledger.evaluations().enter(this, this, account, script);
  }

  /** Counts in it, up to a limit. */
  @Nullable LimitExceededError count(Object evaluation, Resource resource, long amount) {
    int counter = resource.ordinal();
    used[counter] += amount;
    return used[counter] > limits[counter]
        ? ledger.evaluations().exceeded(evaluation, counter, amount)
        : null;
  }

  /** Evaluates to the end, or up to a limit, which it swallows. */
  void evaluate(String account, String script, Resource resource, long amount) {
    evaluate(account, script, resource, amount, () -> {});
  }

  /** The same, and does something in between. */
  void evaluate(String account, String script, Resource resource, long amount, Runnable work) {
    Object evaluation = start(account, script);
    work.run();
    Throwable unused = ledger.evaluations().exit(evaluation, count(evaluation, resource, amount));
  }

  /** A class was not let in. */
  void refuse(String className) {
    refused++;
    publisher.refused(className, "large.js", "its method would be too large");
  }

  /** Ends the recording. */
  Path dump(Path file) throws IOException {
    recording.stop();
    recording.dump(file);
    return file;
  }

  @Override
  public void close() {
    recording.close();
    publisher.close();
  }

  @Override
  public long used(Object context, int counter) {
    return used[counter];
  }

  @Override
  public void start(Object context, int counter, long count) {
    used[counter] = count;
  }

  @Override
  public void limit(Object context, int counter, long limit) {
    limits[counter] = limit;
  }

  @Override
  public Breach.@Nullable Position position() {
    return null;
  }
}
