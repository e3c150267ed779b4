package dev.tachograph.agent.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What a long read says. */
class ReadingProgressTest {
  @Test
  void itSpeaksOnceInAWhile() {
    AtomicLong clock = new AtomicLong(5);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ReadingProgress progress =
        new ReadingProgress(
            Path.of("app.jfr"), new PrintStream(out, true, StandardCharsets.UTF_8), clock::get);

    progress.accept(8192);
    clock.addAndGet(ReadingProgress.INTERVAL_NANOS);
    progress.accept(1_000_000);
    progress.accept(1_008_192);

    assertThat(out.toString(StandardCharsets.UTF_8).strip())
        .isEqualTo("app.jfr: 1,000,000 events read ...");
  }
}
