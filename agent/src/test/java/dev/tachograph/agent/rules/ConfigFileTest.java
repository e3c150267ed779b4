package dev.tachograph.agent.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigFileTest {
  @TempDir Path folder;

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("t.properties"), text);
  }

  /** Every escape and every sort of line that the JDK knows, in the order of the file. */
  @Test
  void readsWhatTheJdkReads() throws IOException {
    String text =
        """
        # a comment that ends in a backslash \\
        a = 1
        ! another

           b\\ c : two \\
              and more\\
           # no comment\\\\
        \\u00e9=\\t\\u00fc!ü
        d
        e\\=f g
        last = \\
        """;
    ConfigFile config = ConfigFile.read(file(text));
    Properties expected = new Properties();
    expected.load(Files.newBufferedReader(config.file()));
    assertThat(config.lines())
        .hasSize(expected.size())
        .allSatisfy(
            line -> assertThat(line.value()).isEqualTo(expected.getProperty(line.key()).strip()))
        .extracting(ConfigLine::key)
        .containsExactly("a", "b c", "é", "d", "e=f", "last");
    assertThat(config.lines()).extracting(ConfigLine::number).containsExactly(2, 5, 8, 9, 10, 11);
  }

  @Test
  void aByteOrderMarkIsNoPartOfAKey() throws IOException {
    assertThat(ConfigFile.read(file("\uFEFFa=1")).lines().get(0).key()).isEqualTo("a");
  }

  @Test
  void saysWhatIsWrong() throws IOException {
    Path missing = folder.resolve("missing");
    assertThatThrownBy(() -> ConfigFile.read(missing)).hasMessageContaining("cannot be read");
    Path malformed = file("a=1\nb=\\u12x4");
    assertThatThrownBy(() -> ConfigFile.read(malformed)).hasMessageContaining(", line 2: ");
    Path twice = file("a=1\n\na=2");
    assertThatThrownBy(() -> ConfigFile.read(twice))
        .hasMessageContaining(", line 3: 'a' is given twice, in line 1 too: remove one of them");
    Path latin = folder.resolve("latin");
    Files.write(latin, "ü=1".getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> ConfigFile.read(latin)).hasMessageContaining("is not UTF-8");
    Path large = file(" ".repeat((1 << 20) + 1));
    assertThatThrownBy(() -> ConfigFile.read(large)).hasMessageContaining("at most 1048576");
  }
}
