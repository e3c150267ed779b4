package dev.tachograph.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what each JVM measured, so that a run which was ended goes on where it was. What was
 * measured otherwise, or with another build, is measured again.
 */
public final class JvmStore {
  private final Path folder;
  private final String build;
  private final boolean resumes;

  private JvmStore(Path folder, String build, boolean resumes) {
    this.folder = folder;
    this.build = build;
    this.resumes = resumes;
  }

  /**
   * Opens a folder, and makes it.
   *
   * @param agent the agent's jar, or {@code null} for the one inside the benchmark's
   * @param resumes whether what is kept already is not measured again
   */
  public static JvmStore in(Path folder, @Nullable Path agent, boolean resumes) throws IOException {
    Files.createDirectories(folder);
    String build = Digest.of(Files.readAllBytes(ChildJvm.jar()));
    return new JvmStore(
        folder, agent == null ? build : build + Digest.of(Files.readAllBytes(agent)), resumes);
  }

  /**
   * What a JVM printed before, or {@code null}.
   *
   * @param name of its file, without the ending
   * @param settings what else it was told
   */
  public @Nullable List<String> find(String name, List<String> settings) throws IOException {
    Path file = file(name);
    if (!resumes || !Files.exists(file)) {
      return null;
    }
    List<String> lines = Files.readAllLines(file);
    return lines.get(0).equals(first(settings)) ? lines.subList(1, lines.size()) : null;
  }

  /** All of it or nothing: whoever is killed in between leaves no half of a JVM. */
  public void keep(String name, List<String> settings, List<String> lines) throws IOException {
    List<String> all = new ArrayList<>(List.of(first(settings)));
    all.addAll(lines);
    Path part = folder.resolve(name + ".part");
    Files.write(part, all);
    Files.move(
        part, file(name), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  /** What a JVM printed before; if it did not, it is run, and what it prints is kept. */
  public List<String> get(String name, List<String> settings, Supplier<List<String>> jvm) {
    try {
      List<String> known = find(name, settings);
      if (known != null) {
        System.err.printf("%s: measured before%n", name);
        return known;
      }
      System.err.println(name);
      List<String> lines = jvm.get();
      keep(name, settings, lines);
      return lines;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private Path file(String name) {
    return folder.resolve(name + ".txt");
  }

  private String first(List<String> settings) {
    return "settings " + Digest.of((build + " " + settings).getBytes(StandardCharsets.UTF_8));
  }
}
