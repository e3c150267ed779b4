package dev.tachograph.bench.paired;

import dev.tachograph.bench.ChildJvm;
import dev.tachograph.bench.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what each JVM measured, so that a run which was ended goes on where it was. A file that was
 * measured otherwise, or with another build, is measured again.
 */
final class JvmStore {
  private final Path folder;
  private final String build;

  private JvmStore(Path folder, String build) {
    this.folder = folder;
    this.build = build;
  }

  /**
   * Opens a folder, and makes it.
   *
   * @param agent the agent's jar, or {@code null} for the one inside the benchmark's
   */
  static JvmStore in(Path folder, @Nullable Path agent) throws IOException {
    Files.createDirectories(folder);
    String build = Digest.of(Files.readAllBytes(ChildJvm.jar()));
    return new JvmStore(
        folder, agent == null ? build : build + Digest.of(Files.readAllBytes(agent)));
  }

  /** What the JVM measured before, or {@code null}. */
  @Nullable Fork find(Fork.Request request, int number) throws IOException {
    Path file = file(request, number);
    if (!Files.exists(file)) {
      return null;
    }
    List<String> lines = Files.readAllLines(file);
    return lines.get(0).equals(settings(request)) ? Fork.parse(lines) : null;
  }

  /** All of it or nothing: whoever is killed in between leaves no half of a JVM. */
  void keep(Fork.Request request, int number, Fork fork) throws IOException {
    List<String> lines = new ArrayList<>(List.of(settings(request)));
    lines.addAll(fork.lines());
    Path file = file(request, number);
    Path part = folder.resolve(file.getFileName() + ".part");
    Files.write(part, lines);
    Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  private Path file(Fork.Request request, int number) {
    return folder.resolve(
        "%s-%s-%s-%d.txt"
            .formatted(
                request.jdk().name(), request.mode().key(), request.variant().key(), number));
  }

  private String settings(Fork.Request request) {
    return "settings "
        + Digest.of(
            String.join(
                    " ",
                    build,
                    request.programs().toString(),
                    request.jdk().toString(),
                    Integer.toString(request.rounds()),
                    Integer.toString(request.sampleMillis()),
                    request.jvmOptions().toString())
                .getBytes(StandardCharsets.UTF_8));
  }
}
