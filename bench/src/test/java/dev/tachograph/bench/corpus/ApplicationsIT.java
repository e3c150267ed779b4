package dev.tachograph.bench.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
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
    String jars = HostJars.classPath(HostJars.of("jasper"));
    Path classes = HostJars.compile("jasper", jars);
    String compilers = "net.sf.jasperreports.javascript.";
    for (Path jdk : jdks()) {
      Host.Run run =
          Host.on(jdk, "jasper/" + compiler)
              .flags("-Xmx512m", "-Djava.awt.headless=true")
              .flags("-Dnet.sf.jasperreports.compiler.javascript=" + compilers + compiler)
              .program("-cp", classes + File.pathSeparator + jars, "ReportHost")
              .program(Checkout.corpus("hosts/jasper/report.jrxml").toString())
              .measure();

      assertThat(run.output())
          .containsExactly("compiler=" + compilers + compiler, "pages=10 texts=800 hash=368230682");
      // Factors take 25,585 rounds; sums take 80,200, and the variable is evaluated twice.
      assertThat(run.report().totals())
          .isEqualTo(new AgentReport.Counts(25_585 + 2 * 80_200, 3 * 400, 4 * 400));
      assertThat(run.report().rhinoVersions()).isEqualTo("[\"Rhino 1.7.14\"]");
    }
  }

  /** Rhino and its shell as named modules on the module path. */
  @ParameterizedTest
  @ValueSource(strings = {"0", "-1"})
  void shellRunsAsNamedModules(String optimization) throws Exception {
    Path jars = HostJars.of("shell");
    for (Path jdk : jdks()) {
      Host.Run run =
          Host.on(jdk, "shell" + optimization)
              .flags("-Xmx512m")
              .program("-p", jars.toString(), "-m", "org.mozilla.rhino.tools/" + Shell.MAIN)
              .program(Shell.arguments(optimization).toArray(String[]::new))
              .measure();

      assertThat(run.output()).isEqualTo(Shell.OUTPUT);
      assertThat(run.report().totals()).isEqualTo(Shell.COUNTS);
      assertThat(run.report().rhinoVersions()).isEqualTo("[\"Rhino 1.9.2\"]");
    }
  }

  /** Rhino 1.7.10; the library of Node.js is compiled ahead, into jars. */
  @Test
  void triremeServesRequests() throws Exception {
    Checkout.onlyInFull("Trireme");
    Path jars = HostJars.of("trireme");
    for (Path jdk : jdks()) {
      Host.Run run =
          Host.on(jdk, "trireme")
              .in(Checkout.target("hosts/trireme"))
              .flags("-Xmx512m", "--add-exports=java.base/sun.net.util=ALL-UNNAMED")
              .program("-cp", HostJars.classPath(jars), "io.apigee.trireme.shell.Main")
              .program(Checkout.corpus("hosts/trireme/app.js").toString())
              .measure();

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

  /** A browser without a window, whose Rhino is a fork in another package that only interprets. */
  @Test
  void htmlUnitRunsTheScriptsOfAPage() throws Exception {
    String jars = HostJars.classPath(HostJars.of("htmlunit"));
    Path classes = HostJars.compile("htmlunit", jars);
    for (Path jdk : jdks()) {
      Host.Run run =
          Host.on(jdk, "htmlunit")
              .program("-cp", classes + File.pathSeparator + jars, "HtmlUnitHost")
              .program(Checkout.corpus("hosts/htmlunit/page.html").toString())
              .measure();

      assertThat(run.output()).containsExactly("primes 303;later 9,1,4;pressed;");
    }
  }
}
