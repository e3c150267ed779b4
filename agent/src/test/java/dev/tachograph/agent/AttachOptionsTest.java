package dev.tachograph.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AttachOptionsTest {
  @Test
  void filesAreThoseOfThisDirectory() {
    assertThat(AttachOptions.absolute("")).isEmpty();
    assertThat(AttachOptions.absolute("limit.iterations=1_000,report=r.json,log=a.log"))
        .isEqualTo(
            "limit.iterations=1_000,report=%s,log=%s"
                .formatted(Path.of("r.json").toAbsolutePath(), Path.of("a.log").toAbsolutePath()));
  }

  @Test
  void soAreThoseThatAFileOfOptionsNames(@TempDir Path folder) throws IOException {
    Path config = Files.writeString(folder.resolve("c.properties"), "report=r.json\n");
    assertThat(AttachOptions.absolute("config=" + config))
        .isEqualTo("config=%s,report=%s".formatted(config, Path.of("r.json").toAbsolutePath()));
  }

  @Test
  void whatTheAgentWouldRefuseIsRefused() {
    assertThatThrownBy(() -> AttachOptions.absolute("limit.iterations=many"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("limit.iterations=many");
    assertThatThrownBy(() -> AttachOptions.absolute("config=missing.properties"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("cannot be read");
  }
}
