package dev.tachograph.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Costs by function in JVMs with the agent. */
class AttributionIT {
  private static final String SCRIPT =
      "shop.js=function f(n) {\n  for (var i = 0; i < n; i++);\n}\nf(10); f(4)";

  @TempDir Path folder;

  static List<Path> jdks() {
    return ForkedJvm.jdks();
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void theReportHasFunctions(Path jdk) throws Exception {
    Path report = folder.resolve("report.json");
    ForkedJvm.java(jdk)
        .withAgent("attribution=function,report=" + report)
        .withMain(ScriptHost.class, SCRIPT)
        .run()
        .succeeded();

    assertThat(functions(report))
        .contains(
            "{\"account\":\"shop.js\",\"script\":\"shop.js\",\"function\":\"f\",\"line\":1,"
                + "\"self\":{\"iterations\":14,\"functionCalls\":2,")
        .contains(
            "{\"account\":\"shop.js\",\"script\":\"shop.js\",\"function\":null,\"line\":null,"
                + "\"self\":{\"iterations\":0,\"functionCalls\":0,")
        .containsOnlyOnce("\"self\":{\"iterations\":14,")
        .contains("\"self\":{\"iterations\":0,\"functionCalls\":0,\"allocatedBytes\":800,")
        .contains("\"total\":{\"iterations\":14,\"functionCalls\":2,\"allocatedBytes\":");
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void aRhinoWhoseFunctionsHaveNoDescriptionIsMeteredAndSaysSo(Path jdk) throws Exception {
    Path report = folder.resolve("report.json");
    Path tests =
        Path.of(AttributionIT.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    Path older =
        Path.of("target", "rhinos", "rhino-" + System.getProperty("rhino.older.version") + ".jar");
    ForkedJvm.Result result =
        ForkedJvm.java(jdk)
            .withAgent("attribution=function,report=" + report)
            .with("-cp", tests + File.pathSeparator + older, ScriptHost.class.getName(), SCRIPT)
            .run()
            .succeeded();

    assertThat(result.stderr())
        .containsOnlyOnce(
            "attribution=function needs Rhino 1.9 or later: scripts of org.mozilla.javascript.* are"
                + " metered, but their costs are not charged to functions");
    assertThat(functions(report))
        .startsWith(
            "\"functions\":[{\"account\":\"shop.js\",\"script\":null,\"function\":null,\"line\":null,"
                + "\"self\":{\"iterations\":14,\"functionCalls\":2,")
        .containsOnlyOnce("\"account\"");
  }

  /** Without the blanks, up to the next list of the report. */
  private static String functions(Path report) throws Exception {
    String text = Files.readString(report).replaceAll("\\s", "");
    return text.substring(text.indexOf("\"functions\":["), text.indexOf("\"running\":["));
  }
}
