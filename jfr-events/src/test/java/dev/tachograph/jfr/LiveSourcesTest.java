package dev.tachograph.jfr;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tachograph.jfr.reader.FlightRecord;
import dev.tachograph.jfr.reader.RecordReader;
import dev.tachograph.jfr.reader.RecordSource;
import dev.tachograph.meter.Resource;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import jdk.jfr.Recording;
import org.junit.jupiter.api.Test;

/** One reader, whatever the events come from. */
class LiveSourcesTest extends RecordingFixture {
  private static final long MINUTES = 2;

  private final CountDownLatch first = new CountDownLatch(1);
  private final CountDownLatch last = new CountDownLatch(1);
  private final RecordReader reader =
      new RecordReader(
          10,
          evaluation -> {
            first.countDown();
            if (evaluation.script().equals("last.js")) {
              last.countDown();
            }
          });

  @Test
  void thisJvm() throws Exception {
    try (Recording recording = new Recording()) {
      recording.start();
      RecordSource source = RecordSource.ofThisJvm(reader);
      readsWhatIsUsed(source);
    }
  }

  @Test
  void overJmx() throws Exception {
    try (Recording recording = new Recording()) {
      recording.start();
      RecordSource source =
          RecordSource.ofRemote(ManagementFactory.getPlatformMBeanServer(), reader);
      readsWhatIsUsed(source);
    }
  }

  @Test
  void ofAllSourcesTogetherNothingIsCountedTwice() throws Exception {
    try (Recording recording = new Recording()) {
      recording.start();
      RecordSource another = RecordSource.ofThisJvm(reader);
      readsWhatIsUsed(RecordSource.ofThisJvm(reader));
      another.close();
      FlightRecord before = reader.read();
      Path file = directory.resolve("all.jfr");
      recording.dump(file);
      RecordSource.readFile(file, reader);
      assertThat(reader.read().totals().get(Resource.ITERATIONS))
          .isEqualTo(before.totals().get(Resource.ITERATIONS));
      assertThat(reader.read().evaluations().lost()).isZero();
      assertThat(reader.read().evaluations().earlier()).isZero();
      assertThat(reader.read().evaluations().read()).isEqualTo(before.evaluations().all());
    }
  }

  /** What was evaluated before the source was ready is in the totals, too. */
  private void readsWhatIsUsed(RecordSource source) throws Exception {
    Script script = new Script(ledger, "tenant", "first.js");
    try (source) {
      do {
        script.evaluate(3, 1);
      } while (!first.await(20, TimeUnit.MILLISECONDS));
      new Script(ledger, "tenant", "last.js").evaluate(5, 1);
      assertThat(last.await(MINUTES, TimeUnit.MINUTES)).isTrue();
    }
    assertThat(source.end().get(MINUTES, TimeUnit.MINUTES)).isEqualTo(RecordSource.End.CLOSED);

    FlightRecord record = reader.read();
    for (Resource resource : new Resource[] {Resource.ITERATIONS, Resource.EVALUATIONS}) {
      assertThat(record.totals().get(resource)).isEqualTo(ledger.usage("tenant").get(resource));
    }
    assertThat(record.evaluations().all())
        .isEqualTo(ledger.usage("tenant").get(Resource.EVALUATIONS));
  }
}
