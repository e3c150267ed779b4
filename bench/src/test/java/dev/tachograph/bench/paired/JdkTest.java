package dev.tachograph.bench.paired;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JdkTest {
  @TempDir private Path home;

  @Test
  void isNamedByItsFeatureRelease() throws Exception {
    Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"25.0.1\"\n");
    assertThat(Jdk.at(home).name()).isEqualTo("jdk25");
    assertThat(Jdk.at(home).version()).isEqualTo("25.0.1");
    assertThat(Jdk.own().name()).isEqualTo("jdk" + Runtime.version().feature());
    assertThat(Jdk.own().home().resolve("release")).isRegularFile();
  }

  @Test
  void whatIsNoneIsRefused() throws Exception {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Jdk.at(home))
        .withMessageContaining("it has no release file");
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"soon\"\n");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Jdk.at(home))
        .withMessageContaining("JAVA_VERSION=soon");
  }
}
