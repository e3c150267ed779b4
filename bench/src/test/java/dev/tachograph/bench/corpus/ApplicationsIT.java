package dev.tachograph.bench.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Applications that embed Rhino do what they always do, and their scripts are counted exactly. */
class ApplicationsIT {
  private static List<Path> jdks() throws IOException {
    return Checkout.jdks();
  }

  /** Through javax.script, whose engines name all scripts the same; Rhino in a URLClassLoader. */
  @ParameterizedTest
  @MethodSource("jdks")
  void antRunsItsBuildScript(Path jdk) throws Exception {
    Host.Run run = Ant.host(jdk, "ant").measure();

    Ant.verify(run);
  }

  /** Rhino 1.7.14; the class of the expressions comes from the report, or from their sources. */
  @ParameterizedTest
  @ValueSource(strings = {"JavaScriptClassCompiler", "JavaScriptCompiler"})
  void jasperReportsFillsAReport(String compiler) throws Exception {
    for (Path jdk : jdks()) {
      Host.Run run = Jasper.host(jdk, compiler, "jasper/" + compiler).measure();

      assertThat(run.output()).containsExactly(Jasper.compiledBy(compiler), Jasper.TEXTS);
      assertThat(run.report().totals()).isEqualTo(Jasper.FILLED);
      assertThat(run.report().rhinoVersions()).isEqualTo("[\"Rhino 1.7.14\"]");
    }
  }

  /** Rhino and its shell as named modules on the module path. */
  @ParameterizedTest
  @ValueSource(strings = {"0", "-1"})
  void shellRunsAsNamedModules(String optimization) throws Exception {
    for (Path jdk : jdks()) {
      Host.Run run =
          Shell.modules(jdk, "shell" + optimization, Shell.arguments(optimization)).measure();

      assertThat(run.output()).isEqualTo(Shell.OUTPUT);
      assertThat(run.report().totals()).isEqualTo(Shell.COUNTS);
      assertThat(run.report().rhinoVersions()).isEqualTo("[\"Rhino 1.9.2\"]");
    }
  }

  /** Rhino 1.7.10; the library of Node.js is compiled ahead, into jars. */
  @Test
  void triremeServesRequests() throws Exception {
    Checkout.onlyInFull("Trireme");
    for (Path jdk : jdks()) {
      Host.Run run = Trireme.host(jdk, "app.js", "trireme").measure();

      assertThat(run.output())
          .containsExactly(
              "md5=dc2a3d02cc73499979073efc7280f868",
              "files=app.js",
              "n=52848 /0;n=52848 /1;n=52848 /2;n=52848 /3;n=52848 /4");
      // The handlers of requests run in events of the network. Beside the loops of the
      // application are those of Node.js, of which some go over the folders of a path.
      Map<String, AgentReport.Counts> scripts = run.report().scripts();
      assertThat(scripts).containsOnlyKeys("net.js", "trireme.js");
      assertThat(scripts.get("net.js"))
          .isEqualTo(new AgentReport.Counts(5 * 50_000 + 170, 1_656, 37));
      assertThat(scripts.get("trireme.js").iterations()).isBetween(20_100L, 20_500L);
      assertThat(scripts.get("trireme.js").evaluations()).isEqualTo(6);
      assertThat(run.report().rhinoVersions()).isEqualTo("[\"Rhino 1.7.10\"]");
    }
  }

  @Test
  void htmlUnitRunsTheScriptsOfAPage() throws Exception {
    for (Path jdk : jdks()) {
      Host.Run run = HtmlUnit.host(jdk, "htmlunit").measure();

      assertThat(run.output()).containsExactly(HtmlUnit.TEXT);
    }
  }
}
