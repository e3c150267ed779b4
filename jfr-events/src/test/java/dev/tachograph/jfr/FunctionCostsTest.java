package dev.tachograph.jfr;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tachograph.jfr.reader.CostProfile;
import dev.tachograph.jfr.reader.RecordReader;
import dev.tachograph.meter.Json;
import dev.tachograph.meter.attribution.CallPath;
import dev.tachograph.meter.attribution.CallRecorder;
import dev.tachograph.meter.attribution.CallSite;
import dev.tachograph.meter.attribution.Cost;
import dev.tachograph.meter.attribution.FunctionCost;
import dev.tachograph.meter.attribution.LineCost;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import org.junit.jupiter.api.Test;

/** Costs of functions, read back from recordings. */
class FunctionCostsTest extends RecordingFixture {
  private static final CallSite MAIN = new CallSite("a;b.js", "", 0);
  private static final CallSite F = new CallSite("a;b.js", "f", 7);
  private static final LineCost NATIVE = line(CallPath.NATIVE, 0, new Cost(0, 0, 0, 4, 0));
  private static final LineCost IN_MAIN =
      line(new CallPath(List.of(MAIN)), 1, new Cost(12, 0, 0, 0, 0));
  private static final LineCost ENTRY =
      line(new CallPath(List.of(MAIN, F)), 0, new Cost(0, 2, 128, 0, 0));
  private static final LineCost IN_F =
      line(new CallPath(List.of(MAIN, F)), 8, new Cost(20, 0, 0, 0, 0));

  @Test
  void areExactAsOfTheLastEventOfEachLineInAnyOrder() throws Exception {
    try (Recording recording = new Recording()) {
      recording.start();
      run(0, 2);
      recording.dump(directory.resolve("first.jfr")); // a new chunk: the costs by then
      runAtTheSameTime();
      List<RecordedEvent> events = all(FUNCTION, stopWithSnapshots(recording));

      assertThat(events).hasSizeGreaterThan(8);
      for (int seed = 0; seed < 10; seed++) {
        List<RecordedEvent> shuffled = new ArrayList<>(events);
        shuffled.addAll(events.subList(0, 5));
        Collections.shuffle(shuffled, new Random(seed));
        RecordReader reader = new RecordReader();
        shuffled.forEach(reader::accept);
        CostProfile profile = reader.read().profile();
        // 1 round before, and 2 at the same time
        assertThat(profile.lines())
            .containsExactly(times3(NATIVE), times3(IN_MAIN), times3(ENTRY), times3(IN_F));
        assertThat(profile.unkept()).isZero();
      }
    }
  }

  @Test
  void aLaterEventMakesUpForThoseThatAreLost() throws Exception {
    try (Recording recording = new Recording()) {
      recording.start();
      run(0, 2);
      recording.dump(directory.resolve("first.jfr"));
      run(0, 2);
      List<RecordedEvent> events = all(FUNCTION, stopWithSnapshots(recording));
      RecordReader reader = new RecordReader();
      events.subList(events.size() - 4, events.size()).forEach(reader::accept);

      Cost main = new Cost(24, 0, 0, 0, 0);
      Cost f = new Cost(40, 4, 256, 0, 0);
      Cost none = new Cost(0, 0, 0, 8, 0);
      assertThat(reader.read().profile().functions())
          .containsExactlyInAnyOrder(
              new FunctionCost("tenant", null, none, none),
              new FunctionCost("tenant", MAIN, main, main.plus(f)),
              new FunctionCost("tenant", F, f, f));
      assertThat(Json.compact(reader.read().toMap()))
          .contains(
              "\"functions\":[{\"account\":\"tenant\",\"script\":null,\"function\":null,"
                  + "\"line\":null,\"self\":{\"iterations\":0,\"functionCalls\":0,"
                  + "\"allocatedBytes\":0,\"nativeSteps\":8,\"cpuTimeNanos\":0},",
              "{\"account\":\"tenant\",\"script\":\"a;b.js\",\"function\":\"f\",\"line\":7,"
                  + "\"self\":{\"iterations\":40,\"functionCalls\":4,\"allocatedBytes\":256,"
                  + "\"nativeSteps\":0,\"cpuTimeNanos\":0},\"total\":{\"iterations\":40,");
    }
  }

  @Test
  void withoutAttributionThereAreNone() throws Exception {
    try (Recording recording = new Recording()) {
      recording.start();
      RecordReader reader = new RecordReader();
      stopWithSnapshots(recording).forEach(reader::accept);

      assertThat(reader.read().profile().isEmpty()).isTrue();
      assertThat(Json.compact(reader.read().toMap())).contains("\"functions\":[]");
    }
  }

  /** Two evaluations on stripes of their own, one within the other. */
  private void runAtTheSameTime() {
    CallRecorder outer = attribution.open("tenant", 1, new long[4]);
    run(0, 2);
    rounds(outer, 2);
    attribution.close(1, counts(2));
  }

  private void run(long evaluation, int rounds) {
    rounds(attribution.open("tenant", evaluation, new long[4]), rounds);
    attribution.close(evaluation, counts(rounds));
  }

  private void rounds(CallRecorder recorder, int rounds) {
    long[] at = new long[4];
    for (int i = 1; i <= rounds; i++) {
      CallSite main = attribution.site(MAIN);
      CallSite f = attribution.site(F);
      recorder.charge(at[0], at[1], at[2], at[3] + 2);
      Object host = recorder.enter(main);
      recorder.charge(at[0], at[1], at[2], at[3] + 2);
      recorder.line(1);
      recorder.charge(at[0] + 5, at[1], at[2], at[3] + 2);
      Object caller = recorder.enter(f);
      recorder.charge(at[0] + 5, at[1] + 1, at[2] + 64, at[3] + 2);
      recorder.line(8);
      at = counts(i);
      recorder.charge(at[0] - 1, at[1], at[2], at[3]);
      recorder.leave(caller);
      recorder.charge(at[0], at[1], at[2], at[3]);
      recorder.leave(host);
    }
  }

  private static long[] counts(int rounds) {
    return new long[] {16L * rounds, rounds, 64L * rounds, 2L * rounds};
  }

  private static LineCost line(CallPath path, int line, Cost cost) {
    return new LineCost("tenant", 0, path, line, cost);
  }

  private static LineCost times3(LineCost line) {
    return line(line.path(), line.line(), line.self().plus(line.self()).plus(line.self()));
  }
}
