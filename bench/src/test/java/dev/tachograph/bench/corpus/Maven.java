package dev.tachograph.bench.corpus;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Maven with a build that runs a script, on Rhino 1.9.2 in the class realm of a plugin. */
final class Maven {
  /** What a run of the script uses. */
  static final AgentReport.Counts SCRIPT = new AgentReport.Counts(20_000, 3, 1);

  /** How the line ends that a run of the script prints. */
  static final String RESULT = " n=38964";

  private Maven() {}

  /**
   * @param goals or phases
   */
  static Host host(String name, String... goals) throws IOException {
    Path project = Checkout.target("hosts/maven").resolve("pom.xml");
    Files.copy(
        Checkout.corpus("hosts/maven/pom.xml"), project, StandardCopyOption.REPLACE_EXISTING);
    return Host.startedBy(HostJars.maven(), "MAVEN_OPTS", name)
        .program("-B", "-ntp", HostJars.repository(), "-f", project.toString())
        .program(goals)
        .printing(".*\\[echo\\] .*");
  }
}
