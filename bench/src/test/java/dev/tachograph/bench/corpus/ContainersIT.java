package dev.tachograph.bench.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.mozilla.javascript.Context;

/** Containers whose applications bring Rhinos of their own, in class loaders that come and go. */
class ContainersIT {
  private static final String BOTH = "[\"Rhino 1.7.14\",\"Rhino 1.9.2\"]";

  @Test
  void felixRunsBundlesOfTwoRhinos() throws Exception {
    runBundles("felix", "org.apache.felix.framework-");
  }

  @Test
  void equinoxRunsBundlesOfTwoRhinos() throws Exception {
    Checkout.onlyInFull("Equinox");
    runBundles("equinox", "org.eclipse.osgi-");
  }

  private static void runBundles(String name, String framework) throws Exception {
    Path jars = HostJars.of("osgi");
    Path jar = HostJars.jar(jars, framework);
    Path older = HostJars.jar(jars, "rhino-");
    String newer = Child.classPathOf(Context.class);
    Path classes = HostJars.compile("osgi", jar + File.pathSeparator + newer);
    Path bundles = Checkout.target("hosts/" + name + "/bundles");
    // On this JDK alone: the mediator of services cannot read the classes of JDK 25.
    Host.Run run =
        Host.of(name)
            .program("-cp", classes + File.pathSeparator + jar, "OsgiHost")
            .program(bundles.resolve("storage").toString(), older.toString())
            .program(bundle(bundles, classes, "older", "[1.7,1.8)").toString())
            .program(HostJars.jar(jars, "org.apache.aries.spifly").toString(), newer)
            .program(bundle(bundles, classes, "newer", "[1.9,2)").toString())
            .measure();

    String result = " 33197 {\"a\":2,\"b\":1,\"c\":1}100";
    assertThat(run.output().stream().skip(1).map(line -> line.replaceAll("14 .* 3", "14 3")))
        .containsExactly(
            "older Rhino 1.7.14" + result,
            "newer Rhino 1.9.2" + result,
            "older Rhino 1.7.14" + result,
            "collected=true true");
    assertThat(run.report().scripts())
        .containsOnly(
            entry("older", new AgentReport.Counts(2 * 10_100, 2 * 4, 2)),
            entry("newer", new AgentReport.Counts(10_100, 4, 1)));
    assertThat(run.report().rhinoVersions()).isEqualTo(BOTH);
  }

  /** A bundle of our own, on a Rhino of these versions. */
  private static Path bundle(Path folder, Path classes, String name, String rhino)
      throws IOException {
    String imports =
        "org.osgi.framework,org.mozilla.javascript;bundle-symbolic-name=org.mozilla.rhino;"
            + "bundle-version=\""
            + rhino
            + "\"";
    Map<String, String> attributes =
        Map.of(
            "Bundle-ManifestVersion",
            "2",
            "Bundle-SymbolicName",
            name,
            "Bundle-Activator",
            "ScriptBundle",
            "Import-Package",
            imports);
    return HostJar.write(folder.resolve(name + ".jar"), attributes, classes, "ScriptBundle");
  }

  @Test
  void tomcatReloadsAnApplicationBesideOneOfAnotherRhino() throws Exception {
    Path jars = HostJars.of("tomcat");
    String newer = Child.classPathOf(Context.class);
    String tomcat =
        HostJars.jar(jars, "tomcat-embed-core-")
            + File.pathSeparator
            + HostJars.jar(jars, "tomcat-annotations-api-");
    Path classes = HostJars.compile("tomcat", tomcat + File.pathSeparator + newer);
    Path work = Checkout.target("hosts/tomcat/base");
    // Without the servlet, which only the web applications have.
    copy(classes.resolve("TomcatHost.class"), work.resolve("TomcatHost.class"));
    Path one = application(work, "one", classes, HostJars.jar(jars, "rhino-"));
    Path two = application(work, "two", classes, Path.of(newer));
    for (Path jdk : Checkout.jdks()) {
      Host.Run run =
          Host.on(jdk, "tomcat")
              // Makes the watchdog's thread start, from within an application.
              .options("limit.wallTime=1h")
              .program("-cp", work + File.pathSeparator + tomcat, "TomcatHost")
              .program(work.toString(), one.toString(), two.toString())
              .measure();

      assertThat(run.output().stream().map(line -> line.replaceAll("14 .* 168", "14 168")))
          .startsWith("/one Rhino 1.7.14 168", "/one Rhino 1.7.14 168")
          .containsSubsequence("/two Rhino 1.9.2 168", "/two Rhino 1.9.2 168")
          .containsSubsequence("/one Rhino 1.7.14 168", "collected=true true")
          .hasSize(2 * 4);
      AgentReport.Counts thrice = new AgentReport.Counts(3 * (1_000 + 5_287), 3 * 1_000, 3);
      assertThat(run.report().scripts())
          .isEqualTo(Map.of("/one/script.js", thrice, "/two/script.js", thrice));
      assertThat(run.report().rhinoVersions()).isEqualTo(BOTH);
    }
  }

  /** A folder as a web application is unpacked to. */
  private static Path application(Path work, String name, Path classes, Path rhino)
      throws IOException {
    Path folder = work.resolve(name);
    Path information = folder.resolve("WEB-INF");
    Files.createDirectories(information.resolve("lib"));
    Files.createDirectories(information.resolve("classes"));
    copy(rhino, information.resolve("lib/rhino.jar"));
    String servlet = "ScriptServlet.class";
    copy(classes.resolve(servlet), information.resolve("classes").resolve(servlet));
    copy(Checkout.corpus("hosts/tomcat/web.xml"), information.resolve("web.xml"));
    return folder;
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
  }

  @Test
  void mavenRunsAScriptInARealm() throws Exception {
    Checkout.onlyInFull("Maven");
    Path project = Checkout.target("hosts/maven").resolve("pom.xml");
    copy(Checkout.corpus("hosts/maven/pom.xml"), project);
    Host.Run run =
        Host.startedBy(HostJars.maven(), "MAVEN_OPTS", "maven")
            .program("-B", "-ntp", HostJars.repository(), "-f", project.toString(), "validate")
            .printing(".*\\[echo\\] .*")
            .measure();

    assertThat(run.output()).singleElement().asString().endsWith(" n=38964");
    assertThat(run.report().totals()).isEqualTo(new AgentReport.Counts(20_000, 3, 1));
    assertThat(run.report().rhinoVersions()).isEqualTo("[\"Rhino 1.9.2\"]");
  }
}
