package dev.tachograph.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** JVMs that lack modules, as images made by {@code jlink} do. */
class ModulesIT {
  private static final List<String> ALL =
      List.of(
          "java.base",
          "java.instrument",
          "java.management",
          "java.logging",
          "java.desktop",
          "java.compiler",
          "jdk.unsupported",
          "jdk.management",
          "jdk.jfr",
          "jdk.dynalink");

  private static final String SCRIPT =
      "all.js=function f(x) { return x * 2; } var n = 0; for (var i = 0; i < 1000; i++) n += i;"
          + " [1, 2].map(f) + JSON.stringify({a: [n]}) + /a(b)/.exec('ab')[1]";

  @TempDir Path folder;

  static Stream<Path> jdks() {
    return ForkedJvm.jdks().stream();
  }

  private ForkedJvm without(Path jdk, String... modules) {
    List<String> kept = new ArrayList<>(ALL);
    kept.removeAll(List.of(modules));
    return ForkedJvm.java(jdk).with("--limit-modules", String.join(",", kept));
  }

  private ForkedJvm.Result reporting(ForkedJvm jvm, Path report) {
    return jvm.withAgent("report=" + report).withMain(ScriptHost.class, SCRIPT).run().succeeded();
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void scriptsCountTheSameWithoutWhatTheyDoNotNeed(Path jdk) throws IOException {
    for (String module :
        List.of("jdk.jfr", "jdk.management", "java.desktop", "jdk.unsupported", "jdk.dynalink")) {
      Path report = folder.resolve(module + ".json");
      ForkedJvm.Result result = reporting(without(jdk, module), report);
      assertThat(result.stdout()).isEqualTo("all.js -> 2,4{\"a\":[499500]}b\n");
      assertThat(Files.readString(report))
          .as(module)
          .contains("\"iterations\": 1000,", "\"functionCalls\": 2,", "\"refused\": 0")
          .contains("\"allocatedBytes\": 44708,");
      if (!module.equals("jdk.dynalink")) {
        assertThat(result.stderr()).isEmpty();
        assertThat(Files.readString(report)).contains("\"scriptClasses\": 1");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void rhinoInterpretsWhereItsCompilerHasNoLinker(Path jdk) throws IOException {
    Path report = folder.resolve("report.json");
    ForkedJvm.Result result = reporting(without(jdk, "jdk.dynalink"), report);
    assertThat(result.stderr().lines())
        .singleElement()
        .asString()
        .contains("scripts are interpreted, because this JVM has no module jdk.dynalink")
        .contains("Remedy");
    assertThat(Files.readString(report)).contains("\"scriptClasses\": 0");
  }

  @Test
  void aJvmWithoutWhatMeteringNeedsRunsNoScript() {
    ForkedJvm.Result result =
        ForkedJvm.java(ForkedJvm.jdks().get(0))
            .with("--limit-modules", "java.base,java.instrument,jdk.dynalink,java.compiler")
            .withAgent("")
            .withMain(ScriptHost.class, SCRIPT)
            .run();
    assertThat(result.exitCode()).isNotZero();
    assertThat(result.stdout()).isEmpty();
    assertThat(result.stderr())
        .contains("Tachograph cannot meter this Rhino")
        .contains("This JVM lacks java/lang/management/ManagementFactory. Remedy: ");
  }
}
