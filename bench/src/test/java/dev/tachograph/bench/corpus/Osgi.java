package dev.tachograph.bench.corpus;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.mozilla.javascript.Context;

/** An OSGi framework with two Rhinos as bundles, and a bundle of ours on each. */
final class Osgi {
  static final String FELIX = "org.apache.felix.framework-";
  static final String EQUINOX = "org.eclipse.osgi-";

  /** The first JDK whose classes the mediator of services that Rhino 1.9 needs cannot read. */
  private static final int TOO_NEW = 25;

  /** What one start of a bundle uses. */
  static final AgentReport.Counts START = new AgentReport.Counts(10_100, 4, 1);

  /** What its script returns. */
  static final String RESULT = " 33197 {\"a\":2,\"b\":1,\"c\":1}100";

  private Osgi() {}

  /**
   * @param framework {@link #FELIX} or {@link #EQUINOX}
   * @param both whether the bundle on Rhino 1.9 is there
   */
  static Host host(Path jdk, String framework, boolean both, String name)
      throws IOException, InterruptedException {
    Path jars = HostJars.of("osgi");
    Path jar = HostJars.jar(jars, framework);
    Path older = HostJars.jar(jars, "rhino-");
    String newer = Child.classPathOf(Context.class);
    Path classes = HostJars.compile("osgi", jar + File.pathSeparator + newer);
    Path bundles = Checkout.target("hosts/" + name + "/bundles");
    Host host =
        Host.on(jdk, name)
            .program("-cp", classes + File.pathSeparator + jar, "OsgiHost")
            .program(bundles.resolve("storage").toString(), older.toString())
            .program(bundle(bundles, classes, "older", "[1.7,1.8)").toString());
    return both
        ? host.program(HostJars.jar(jars, "org.apache.aries.spifly").toString(), newer)
            .program(bundle(bundles, classes, "newer", "[1.9,2)").toString())
        : host;
  }

  /** Whether a bundle on Rhino 1.9 runs on a JDK. */
  static boolean canHaveBoth(Path jdk) throws IOException {
    return Checkout.version(jdk) < TOO_NEW;
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

  /** What was printed behind the name of the framework, without the date of a Rhino. */
  static List<String> results(Host.Run run) {
    try (Stream<String> lines = run.output().stream()) {
      return lines.skip(1).map(line -> line.replaceAll("14 .* 3", "14 3")).toList();
    }
  }
}
