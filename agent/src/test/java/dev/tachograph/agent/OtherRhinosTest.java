package dev.tachograph.agent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tachograph.meter.Resource;
import dev.tachograph.meter.Usage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every Rhino that hosts bring runs the hand-written programs with the results that it has without
 * the agent; and where these are what the programs say, because it knows the language that they are
 * written in, loops and calls are counted as in every other version, whatever the mode.
 */
class OtherRhinosTest {
  /**
   * @param jar a Rhino
   * @param known how many of the programs it knows the language of, compiled and interpreted
   */
  @ParameterizedTest
  @CsvSource({
    "org.mozilla.javascript-1.7.2, 106",
    "rhino-1.7R4, 111",
    "rhino-1.7.7.2, 120",
    "rhino-1.7.10, 120",
    "rhino-1.7.13, 144",
    "rhino-1.7.15.1, 154",
    "rhino-1.8.1, 162",
    "rhino-1.9.1, 165",
    "htmlunit-core-js-4.13.0, 162",
    "htmlunit-core-js-5.5.0, 165",
  })
  void countsAsAllOthersDo(String jar, int known) throws IOException {
    compare(OtherRhino.jar(jar), known);
  }

  /** What a host has shaded is recognised by its shape, and metered no less. */
  @ParameterizedTest
  @CsvSource({"rhino-1.7.13, 144", "rhino-1.9.1, 165"})
  void countsUnderAnyName(String jar, int known, @TempDir Path folder) throws IOException {
    Path relocated = folder.resolve("relocated.jar");
    compare(OtherRhino.relocated(OtherRhino.jar(jar), relocated), known);
    compareBytes(OtherRhino.jar(jar), relocated);
  }

  /** Before 1.8, its optimiser has numbers of a generator where parameters were: not compiled. */
  @ParameterizedTest
  @ValueSource(strings = {"rhino-1.7.13", "rhino-1.7.15.1", "rhino-1.8.1"})
  void countsWhereTheOptimiserReusesParameters(String jar) {
    String source =
        "function* g() { var a = 1; var b = 2; var c = a + b; return 'r'; }"
            + "for (var i = 0; i < 5; i++) var r = g().next().value; r";
    OtherRhino rhino = new OtherRhino(OtherRhino.jar(jar), false);
    ParityTest.Counted counted = ParityTest.Counted.of(() -> rhino.run("g.js", source, 9));
    assertThat(counted.result()).isEqualTo("r");
    assertThat(loopsAndCalls(counted.usage())).containsExactly(5L, 5L);
  }

  @Test
  void printsNoCodeButTheHosts() throws Exception {
    OtherRhino rhino = new OtherRhino(OtherRhino.jar("rhino-1.9.1"), false);
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    rhino.printCode(new PrintStream(printed, true, UTF_8));
    assertThat(rhino.run("a.js", "42", true)).isEqualTo("42");
    assertThat(printed.toString(UTF_8))
        .startsWith("ICode dump, for null, length = 8")
        .containsOnlyOnce("ICode dump");
  }

  private static void compareBytes(Path original, Path relocated) throws IOException {
    OtherRhino one = new OtherRhino(original, false);
    OtherRhino other = new OtherRhino(relocated, false);
    String source = "var a = []; for (var i = 0; i < 99; i++) a.push('x' + i); a.sort().join('')";
    for (int round = 0; round < 2; round++) { // what is set up once is charged to the first
      Usage charged = ParityTest.Counted.of(() -> one.run("a.js", source, true)).usage();
      Usage same = ParityTest.Counted.of(() -> other.run("a.js", source, true)).usage();
      if (round == 1) {
        assertThat(same.get(Resource.ALLOCATED_BYTES))
            .isEqualTo(charged.get(Resource.ALLOCATED_BYTES));
        assertThat(same.get(Resource.NATIVE_STEPS)).isEqualTo(charged.get(Resource.NATIVE_STEPS));
      }
    }
  }

  private static void compare(Path file, int known) throws IOException {
    OtherRhino plain = new OtherRhino(file, true);
    OtherRhino woven = new OtherRhino(file, false);
    List<ParityTest.Program> programs = ParityTest.programs().toList();
    SoftAssertions softly = new SoftAssertions();
    for (boolean interpreted : woven.modes()) {
      int comparable = 0;
      for (ParityTest.Program program : programs) {
        String result = plain.run(program.name(), program.source(), interpreted);
        ParityTest.Counted counted =
            ParityTest.Counted.of(() -> woven.run(program.name(), program.source(), interpreted));
        softly.assertThat(counted.result()).as(program.name()).isEqualTo(result);
        if (result.equals(program.result())) {
          comparable++;
          softly
              .assertThat(loopsAndCalls(counted.usage()))
              .as("%s, interpreted %s", program, interpreted)
              .isEqualTo(List.of(program.iterations(), program.calls()));
        }
      }
      softly.assertThat(comparable).as("interpreted %s", interpreted).isEqualTo(known);
    }
    softly.assertAll();
  }

  private static List<Long> loopsAndCalls(Usage usage) {
    return List.of(usage.get(Resource.ITERATIONS), usage.get(Resource.FUNCTION_CALLS));
  }
}
