package dev.tachograph.bench.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Apache Ant with a build whose scripts are JavaScript, on Rhino 1.9.2 in a class loader of its.
 */
final class Ant {
  private static final String SCRIPTS = "eval";

  /** The steps of all Collatz sequences below 30,000, one round for each, and one for each word. */
  private static final long ITERATIONS = 2_864_133 + 29_999 + 5_000;

  /** The words, and an empty one at the end. */
  private static final long CALLS = 5_001;

  /** A definition, a script, and a filter of three words. */
  static final long EVALUATIONS = 1 + 1 + 3;

  /** What a round of a build prints. */
  static final List<String> ECHOES =
      List.of("[echo] collatz=26623:307", "[echo] words=50 w0=52", "[echo] filtered=NO PQ RS");

  /** What the scripts of a round use. */
  static final Map<String, AgentReport.Counts> USED =
      Map.of(SCRIPTS, new AgentReport.Counts(ITERATIONS, CALLS, EVALUATIONS));

  private Ant() {}

  static Host host(Path jdk, String name) throws IOException, InterruptedException {
    Path jars = HostJars.of("ant");
    return Host.on(jdk, name)
        .program("-cp", HostJars.jar(jars, "ant-launcher-").toString())
        .program("org.apache.tools.ant.launch.Launcher", "-lib", jars.toString())
        .program("-q", "-nouserlib", "-f", Checkout.corpus("hosts/ant/build.xml").toString())
        .printing(" +\\[echo\\] .*");
  }

  /** What the build printed, and what its scripts used. */
  static void verify(Host.Run run) {
    assertThat(run.output().stream().map(String::strip)).isEqualTo(ECHOES);
    assertThat(run.report().scripts()).isEqualTo(USED);
    assertThat(run.report().scriptClasses()).isEqualTo(EVALUATIONS);
    assertThat(run.report().rhinoVersions()).isEqualTo("[\"Rhino 1.9.2\"]");
  }
}
