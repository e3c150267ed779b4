package dev.tachograph.bench.peers;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A program of the corpus that every engine takes, as one script that runs it several times.
 *
 * @param kind the class of programs that it stands for
 * @param rounds how often an evaluation runs it: some 10 ms of Rhino's, so that an evaluation is
 *     more than its own beginning, and there are enough of them for whoever compiles what is run
 *     often
 */
record PeerProgram(String name, String kind, int rounds) {
  private static final List<PeerProgram> ALL =
      List.of(
          new PeerProgram("tree", "oo", 3),
          new PeerProgram("raytracer", "oo", 2),
          new PeerProgram("minilang", "parser", 4),
          new PeerProgram("json", "parser", 3),
          new PeerProgram("strings", "strings", 6),
          new PeerProgram("regexp", "strings", 4),
          new PeerProgram("arrays", "collections", 4),
          new PeerProgram("fib", "calls", 40),
          new PeerProgram("closures", "calls", 30),
          new PeerProgram("matrix", "numeric", 12),
          new PeerProgram("bits", "numeric", 25));

  /** All; or, in a short run, one of each kind. */
  static List<PeerProgram> chosen(boolean brief) {
    return brief
        ? ALL.stream()
            .filter(
                program ->
                    List.of("tree", "minilang", "strings", "fib", "matrix").contains(program.name))
            .toList()
        : ALL;
  }

  static PeerProgram named(String name) {
    return ALL.stream()
        .filter(program -> program.name.equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no program is named '%s'; there are %s"
                        .formatted(
                            name,
                            ALL.stream()
                                .map(PeerProgram::name)
                                .collect(Collectors.joining(", ")))));
  }

  String source() {
    return read(name) + "\nvar r; for (var i = 0; i < " + rounds + "; i++) r = run(); '' + r;";
  }

  private static String read(String name) {
    try (InputStream in = PeerProgram.class.getResourceAsStream("/programs/" + name + ".js")) {
      if (in == null) {
        throw new IllegalStateException("the benchmark's jar lacks programs/" + name + ".js");
      }
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
