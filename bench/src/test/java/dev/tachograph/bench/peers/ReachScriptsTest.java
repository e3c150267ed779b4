package dev.tachograph.bench.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReachScriptsTest {
  @TempDir private Path folder;

  @Test
  void resultsOfScriptsThatAreGoneOrChangedDoNotCount() throws IOException {
    ReachScripts scripts = new ReachScripts(folder);
    Files.createDirectories(folder.resolve("a"));
    for (String name : List.of("same", "changed", "deleted")) {
      Files.writeString(scripts.file("a/" + name), "// expect: limit\n" + name);
    }
    List<ReachResult> before =
        List.of(
            result("a/same", scripts.digest("a/same")),
            result("a/changed", scripts.digest("a/changed")),
            result("a/deleted", scripts.digest("a/deleted")),
            result("a/never", "digest"));
    Files.writeString(scripts.file("a/changed"), "// expect: limit\nother");
    Files.delete(scripts.file("a/deleted"));

    assertThat(scripts.current(before)).containsExactly(before.get(0));
  }

  private static ReachResult result(String id, String digest) {
    return new ReachResult("observer", id, digest, ReachOutcome.STOPPED, 1, 1, "");
  }
}
