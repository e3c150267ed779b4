package dev.tachograph.bench.corpus;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;

/** JasperReports with a report whose expressions are JavaScript, on Rhino 1.7.14. */
final class Jasper {
  private static final String COMPILERS = "net.sf.jasperreports.javascript.";

  /** What the report has. */
  static final String TEXTS = "pages=10 texts=800 hash=368230682";

  /** Factors take 25,585 rounds; sums take 80,200, and the variable is evaluated twice. */
  static final AgentReport.Counts FILLED =
      new AgentReport.Counts(25_585 + 2 * 80_200, 3 * 400, 4 * 400);

  private Jasper() {}

  /**
   * @param compiler of the expressions
   */
  static Host host(Path jdk, String compiler, String name)
      throws IOException, InterruptedException {
    String jars = HostJars.classPath(HostJars.of("jasper"));
    Path classes = HostJars.compile("jasper", jars);
    return Host.on(jdk, name)
        .flags("-Xmx512m", "-Djava.awt.headless=true")
        .flags("-Dnet.sf.jasperreports.compiler.javascript=" + COMPILERS + compiler)
        .program("-cp", classes + File.pathSeparator + jars, "ReportHost")
        .program(Checkout.corpus("hosts/jasper/report.jrxml").toString());
  }

  /** What it prints before it fills a report. */
  static String compiledBy(String compiler) {
    return "compiler=" + COMPILERS + compiler;
  }
}
