package dev.tachograph.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A process that hangs is ended, and one that speaks is not. */
class SilenceTest {
  @Test
  void whoSaysNothingIsEnded() throws Exception {
    Process process = new ProcessBuilder("cat").start(); // waits for what nobody says
    try (Silence silence = new Silence(Duration.ofMillis(50), () -> Children.destroy(process))) {
      assertThat(silence.read(process.getInputStream())).isEmpty();
      assertThat(silence.isBroken()).isTrue();
      assertThat(process.waitFor()).isNotZero();
    }
  }

  @Test
  void whoSpeaksIsReadToTheEnd() throws IOException {
    try (Silence silence =
        new Silence(
            Duration.ofHours(1),
            () -> {
              throw new AssertionError("it was not silent");
            })) {
      assertThat(silence.read(new ByteArrayInputStream("one\ntwo\n".getBytes(UTF_8))))
          .containsExactly("one", "two");
      assertThat(silence.isBroken()).isFalse();
    }
  }
}
