package dev.tachograph.bench.corpus;

import java.io.IOException;
import java.nio.file.Path;

/** Trireme, Node.js on Rhino 1.7.10. */
final class Trireme {
  private Trireme() {}

  /**
   * @param application the file of it, beside the recipe
   */
  static Host host(Path jdk, String application, String name)
      throws IOException, InterruptedException {
    Path jars = HostJars.of("trireme");
    return Host.on(jdk, name)
        .in(Checkout.target("hosts/trireme"))
        .flags("-Xmx512m", "--add-exports=java.base/sun.net.util=ALL-UNNAMED")
        .program("-cp", HostJars.classPath(jars), "io.apigee.trireme.shell.Main")
        .program(Checkout.corpus("hosts/trireme").resolve(application).toString());
  }
}
