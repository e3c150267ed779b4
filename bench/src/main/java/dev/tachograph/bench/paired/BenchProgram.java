package dev.tachograph.bench.paired;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * A program of the benchmark.
 *
 * @param name its name
 * @param kind the class of programs that it stands for, such as parsers
 * @param parts what it is loaded from, as {@code programs.txt} says
 */
public record BenchProgram(String name, String kind, List<String> parts) {
  private static final String FOLDER = "/programs/";
  private static final String WEBJARS = "/META-INF/resources/webjars/";
  private static final String WEBJAR = "webjar:";
  private static final String TEXT = "text:";
  private static final List<String> PROLOGUE =
      List.of("tree.js", "minilang.js", "maps.js", "arrays.js", "strings.js", "closures.js");

  /** All programs, in the order of the tables. */
  public static List<BenchProgram> all() {
    return read(FOLDER + "programs.txt")
        .lines()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .map(BenchProgram::parse)
        .toList();
  }

  /** The names of all. */
  public static List<String> names() {
    return all().stream().map(BenchProgram::name).toList();
  }

  /**
   * The program of this name.
   *
   * @throws IllegalArgumentException if there is none; the message has those that there are
   */
  public static BenchProgram named(String name) {
    return all().stream()
        .filter(program -> program.name.equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no program is named '" + name + "'; there are " + String.join(", ", names())));
  }

  private static BenchProgram parse(String line) {
    List<String> words = Arrays.asList(line.trim().split("\\s+"));
    return new BenchProgram(
        words.get(0), words.get(1), List.copyOf(words.subList(2, words.size())));
  }

  /**
   * What a copy of Rhino runs a few times before the programs, in both modes: the JVM's compiler
   * would otherwise specialise it on what happens to come first, and the ratios would tell how far
   * it got with that.
   */
  static List<Subject.Setup> prologue(boolean observed) {
    return PROLOGUE.stream()
        .map(part -> List.of(new Subject.Script("prologue/" + part, read(FOLDER + part))))
        .flatMap(
            scripts ->
                Stream.of(
                    new Subject.Setup(true, observed, scripts, ""),
                    new Subject.Setup(false, observed, scripts, "")))
        .toList();
  }

  /**
   * What a copy of Rhino loads.
   *
   * @param suffix what is added to the name of the script that holds {@code run}, which names the
   *     account that pays for it
   */
  public Subject.Setup setup(Mode mode, boolean observed, String suffix) {
    StringBuilder input = new StringBuilder();
    List<Subject.Script> scripts = new java.util.ArrayList<>();
    for (String part : parts) {
      if (part.startsWith(TEXT)) {
        input.append(read(FOLDER + part.substring(TEXT.length())));
      } else if (part.startsWith(WEBJAR)) {
        scripts.add(new Subject.Script(part, read(WEBJARS + part.substring(WEBJAR.length()))));
      } else {
        scripts.add(new Subject.Script(part + suffix, read(FOLDER + part)));
      }
    }
    return new Subject.Setup(
        mode == Mode.INTERPRETED, observed, List.copyOf(scripts), input.toString());
  }

  /** The source name of the script that holds {@code run}. */
  public String mainScript(String suffix) {
    return parts.stream()
            .filter(part -> !part.startsWith(TEXT) && !part.startsWith(WEBJAR))
            .findFirst()
            .orElseThrow()
        + suffix;
  }

  private static String read(String resource) {
    try (InputStream in = BenchProgram.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("the benchmark's jar lacks " + resource);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
