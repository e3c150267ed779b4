package dev.tachograph.bench.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReachSettingsTest {
  @TempDir private Path folder;

  @Test
  void everythingThatDrivesAPeerIsPartOfThem() throws Exception {
    PeerHome home =
        new PeerHome(folder.resolve("target"), folder.resolve("corpus"), folder.resolve("jdk"));
    String empty = ReachSettings.of(home, "deadline 10 s");
    assertThat(empty)
        .isEqualTo(ReachSettings.of(home, "deadline 10 s"))
        .startsWith("deadline 10 s\njava ")
        .contains("\nnode " + NodePeers.version() + "\n");
    assertThat(ReachSettings.of(home, "deadline 5 s")).isNotEqualTo(empty);

    String before = empty;
    for (String file :
        new String[] {
          "target/tachograph-bench.jar",
          "target/bench-peers-child.jar",
          "target/peers/observer/rhino-1.9.2.jar",
          "corpus/peers/node/child.js",
          "corpus/peers/node/package-lock.json",
          "jdk/release"
        }) {
      write(file, "one");
      String there = ReachSettings.of(home, "deadline 10 s");
      assertThat(there).as(file).isNotEqualTo(before);
      write(file, "other");
      assertThat(ReachSettings.of(home, "deadline 10 s")).as(file + " changed").isNotEqualTo(there);
      before = ReachSettings.of(home, "deadline 10 s");
    }
    write("corpus/hostile/regex/one.js", "/a/"); // chosen, or not
    assertThat(ReachSettings.of(home, "deadline 10 s")).isEqualTo(before);
  }

  private void write(String file, String content) throws IOException {
    Path path = folder.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, content);
  }
}
