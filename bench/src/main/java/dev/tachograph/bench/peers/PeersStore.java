package dev.tachograph.bench.peers;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** The figures of each peer on disk, as soon as they are there: a run that is ended goes on. */
final class PeersStore {
  private static final String SETTINGS = "settings";
  private static final String NUMBER = "number ";
  private static final String TEXT = "text ";

  private final Path folder;
  private final String settings;

  /**
   * @param settings what must be the same for figures to be of one table
   */
  PeersStore(Path folder, String settings) {
    this.folder = folder;
    this.settings = settings;
  }

  /** What was measured before in the same way, or {@code null}. */
  @Nullable PeerFigures find(Peer peer) throws IOException {
    Path file = file(peer);
    if (!Files.exists(file)) {
      return null;
    }
    Properties kept = new Properties();
    try (Reader in = Files.newBufferedReader(file)) {
      kept.load(in);
    }
    if (!settings.equals(kept.getProperty(SETTINGS))) {
      return null;
    }
    PeerFigures figures = new PeerFigures(peer);
    for (String key : kept.stringPropertyNames()) {
      String value = kept.getProperty(key);
      if (key.startsWith(NUMBER)) {
        figures.put(key.substring(NUMBER.length()), Double.parseDouble(value));
      } else if (key.startsWith(TEXT)) {
        figures.put(key.substring(TEXT.length()), value);
      }
    }
    return figures;
  }

  void keep(PeerFigures figures) throws IOException {
    Properties kept = new Properties();
    kept.setProperty(SETTINGS, settings);
    for (Map.Entry<String, @Nullable Object> figure : figures.toMap().entrySet()) {
      String kind = figure.getValue() instanceof Double ? NUMBER : TEXT;
      kept.setProperty(kind + figure.getKey(), String.valueOf(figure.getValue()));
    }
    Files.createDirectories(folder);
    try (Writer writer = Files.newBufferedWriter(file(figures.peer()))) {
      kept.store(writer, null);
    }
  }

  private Path file(Peer peer) {
    return folder.resolve(peer.key() + ".properties");
  }
}
