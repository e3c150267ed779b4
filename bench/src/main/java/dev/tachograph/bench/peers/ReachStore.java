package dev.tachograph.bench.peers;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Results on disk, each as soon as it is there: a run that is ended goes on where it was. */
final class ReachStore {
  private static final String SETTINGS = "reach-settings.txt";
  private static final String RESULTS = "reach.tsv";
  private static final String EARLIER = "earlier-";

  private final Path file;
  private final Map<String, ReachResult> results = new LinkedHashMap<>();

  private ReachStore(Path file) {
    this.file = file;
  }

  /**
   * Opens a folder. Results of other settings that are in it took hours perhaps: they are put
   * aside, and that is said.
   *
   * @param settings what must be the same for results to be of one table
   */
  static ReachStore open(Path folder, String settings) throws IOException {
    Files.createDirectories(folder);
    Path known = folder.resolve(SETTINGS);
    if (!Files.exists(known) || !Files.readString(known).equals(settings)) {
      putAside(folder);
      Files.writeString(known, settings);
    }
    ReachStore store = new ReachStore(folder.resolve(RESULTS));
    if (Files.exists(store.file)) {
      for (String line : Files.readAllLines(store.file)) {
        if (!line.equals(ReachResult.HEADER) && ReachResult.isWhole(line)) {
          store.keep(ReachResult.parse(line));
        }
      }
    }
    Files.writeString(store.file, ReachResult.HEADER + "\n");
    for (ReachResult result : store.results.values()) {
      store.append(result);
    }
    return store;
  }

  /** Begins anew. What is in the folder may have taken hours: it gets another name, and is kept. */
  static void putAside(Path folder) throws IOException {
    Path results = folder.resolve(RESULTS);
    if (!Files.exists(results) || Files.readAllLines(results).size() < 2) {
      Files.deleteIfExists(results);
      Files.deleteIfExists(folder.resolve(SETTINGS));
      return;
    }
    for (String name : List.of(RESULTS, SETTINGS)) {
      if (Files.exists(folder.resolve(name))) {
        Files.move(folder.resolve(name), folder.resolve(EARLIER + name), REPLACE_EXISTING);
      }
    }
    System.err.printf("reach: starting again; earlier results are in %s%s%n", EARLIER, RESULTS);
  }

  /** What is known of a peer and a script with this digest, or {@code null}. */
  @Nullable ReachResult find(Peer peer, String script, String digest) {
    ReachResult known = results.get(peer.key() + " " + script);
    return known != null && known.digest().equals(digest) ? known : null;
  }

  void add(ReachResult result) throws IOException {
    keep(result);
    append(result);
  }

  List<ReachResult> all() {
    return List.copyOf(results.values());
  }

  private void keep(ReachResult result) {
    results.put(result.peer() + " " + result.script(), result);
  }

  private void append(ReachResult result) throws IOException {
    Files.writeString(file, result.toLine() + "\n", StandardOpenOption.APPEND);
  }
}
