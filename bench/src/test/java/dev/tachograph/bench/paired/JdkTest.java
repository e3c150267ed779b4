package dev.tachograph.bench.paired;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JdkTest {
  @TempDir private Path home;
  @TempDir private Path other;

  @Test
  void isNamedByItsFeatureRelease() throws Exception {
    install();
    assertThat(Jdk.at(home).name()).isEqualTo("jdk25");
    assertThat(Jdk.at(home).version()).isEqualTo("25.0.1");
    assertThat(Jdk.at(home).feature()).isEqualTo(25);
    assertThat(Jdk.own().name()).isEqualTo("jdk" + Runtime.version().feature());
    assertThat(Jdk.own().home().resolve("release")).isRegularFile();
  }

  @Test
  void isTheSameByWhateverLinkItIsFound() throws Exception {
    install();
    Path link = Files.createSymbolicLink(other.resolve("latest"), home);
    assertThat(Jdk.at(link)).isEqualTo(Jdk.at(home));
  }

  @Test
  void whatIsNoneIsRefused() throws Exception {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Jdk.at(home))
        .withMessageContaining("it has no release file")
        .withMessageContaining("there is no bin/java in " + home);
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"25\"\n");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Jdk.at(home))
        .withMessageContaining("there is no bin/java in " + home);
    install();
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"soon\"\n");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Jdk.at(home))
        .withMessageContaining("JAVA_VERSION=soon");
  }

  private void install() throws IOException {
    Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"25.0.1\"\n");
    Path java = Files.createDirectories(home.resolve("bin")).resolve("java");
    assertThat(Files.writeString(java, "").toFile().setExecutable(true)).isTrue();
  }
}
