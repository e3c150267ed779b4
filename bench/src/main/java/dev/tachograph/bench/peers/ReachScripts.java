package dev.tachograph.bench.peers;

import dev.tachograph.bench.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The attacks as they are now: results of one that was changed or deleted say nothing of them.
 *
 * @param folder with a folder for each category
 */
record ReachScripts(Path folder) {
  static ReachScripts in(PeerHome home) {
    return new ReachScripts(home.corpus().resolve("hostile"));
  }

  /** Of category/name. */
  Path file(String id) {
    return folder.resolve(id + ".js");
  }

  /** Of its text; the empty string if there is no such script. */
  String digest(String id) throws IOException {
    Path file = file(id);
    return Files.isRegularFile(file) ? Digest.of(Files.readAllBytes(file)) : "";
  }

  /** Those results that are of scripts as they are. */
  List<ReachResult> current(List<ReachResult> results) throws IOException {
    List<ReachResult> current = new ArrayList<>();
    for (ReachResult result : results) {
      if (result.digest().equals(digest(result.script()))) {
        current.add(result);
      }
    }
    return current;
  }
}
