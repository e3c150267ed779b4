package dev.tachograph.bench.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Containers whose applications bring Rhinos of their own, in class loaders that come and go. */
class ContainersIT {
  private static final String BOTH = "[\"Rhino 1.7.14\",\"Rhino 1.9.2\"]";

  @Test
  void felixRunsBundlesOfTwoRhinos() throws Exception {
    runBundles("felix", Osgi.FELIX);
  }

  @Test
  void equinoxRunsBundlesOfTwoRhinos() throws Exception {
    Checkout.onlyInFull("Equinox");
    runBundles("equinox", Osgi.EQUINOX);
  }

  private static void runBundles(String name, String framework) throws Exception {
    // On this JDK alone: the mediator of services cannot read the classes of JDK 25.
    Path jdk = Path.of(System.getProperty("java.home"));
    Host.Run run = Osgi.host(jdk, framework, true, name).measure();

    assertThat(Osgi.results(run))
        .containsExactly(
            "older Rhino 1.7.14" + Osgi.RESULT,
            "newer Rhino 1.9.2" + Osgi.RESULT,
            "older Rhino 1.7.14" + Osgi.RESULT,
            "collected=true true");
    assertThat(run.report().scripts())
        .containsOnly(entry("older", Osgi.START.times(2)), entry("newer", Osgi.START));
    assertThat(run.report().rhinoVersions()).isEqualTo(BOTH);
  }

  @Test
  void tomcatReloadsAnApplicationBesideOneOfAnotherRhino() throws Exception {
    for (Path jdk : Checkout.jdks()) {
      Host.Run run = Tomcat.host(jdk, "tomcat").measure();

      assertThat(Tomcat.answers(run))
          .startsWith("/one Rhino 1.7.14 168", "/one Rhino 1.7.14 168")
          .containsSubsequence("/two Rhino 1.9.2 168", "/two Rhino 1.9.2 168")
          .containsSubsequence("/one Rhino 1.7.14 168", "collected=true true")
          .hasSize(2 * 4);
      AgentReport.Counts thrice = Tomcat.REQUEST.times(3);
      assertThat(run.report().scripts())
          .isEqualTo(Map.of("/one/script.js", thrice, "/two/script.js", thrice));
      assertThat(run.report().rhinoVersions()).isEqualTo(BOTH);
    }
  }

  @Test
  void mavenRunsAScriptInARealm() throws Exception {
    Checkout.onlyInFull("Maven");
    Host.Run run = Maven.host("maven", "validate").measure();

    assertThat(run.output()).singleElement().asString().endsWith(Maven.RESULT);
    assertThat(run.report().totals()).isEqualTo(Maven.SCRIPT);
    assertThat(run.report().rhinoVersions()).isEqualTo("[\"Rhino 1.9.2\"]");
  }
}
