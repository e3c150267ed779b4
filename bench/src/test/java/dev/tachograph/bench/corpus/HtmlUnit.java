package dev.tachograph.bench.corpus;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;

/** A browser without a window, whose Rhino is a fork in another package that only interprets. */
final class HtmlUnit {
  static final String TEXT = "primes 303;later 9,1,4;pressed;";

  /** What a page uses: the sieve and its callers. */
  static final AgentReport.Counts SHOWN = new AgentReport.Counts(6_147, 9, 4);

  private HtmlUnit() {}

  static Host host(Path jdk, String name) throws IOException, InterruptedException {
    String jars = HostJars.classPath(HostJars.of("htmlunit"));
    Path classes = HostJars.compile("htmlunit", jars);
    return Host.on(jdk, name)
        .program("-cp", classes + File.pathSeparator + jars, "HtmlUnitHost")
        .program(Checkout.corpus("hosts/htmlunit/page.html").toString());
  }
}
