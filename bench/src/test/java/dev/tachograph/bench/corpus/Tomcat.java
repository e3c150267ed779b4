package dev.tachograph.bench.corpus;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import org.mozilla.javascript.Context;

/** Apache Tomcat with two web applications, each with a Rhino of its own, which it reloads. */
final class Tomcat {
  /** What one evaluation of the servlet's script uses. */
  static final AgentReport.Counts REQUEST = new AgentReport.Counts(1_000 + 5_287, 1_000, 1);

  private Tomcat() {}

  static Host host(Path jdk, String name) throws IOException, InterruptedException {
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
    return Host.on(jdk, name)
        // Makes the watchdog's thread start, from within an application.
        .options("limit.wallTime=1h")
        .program("-cp", work + File.pathSeparator + tomcat, "TomcatHost")
        .program(work.toString(), one.toString(), two.toString());
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

  /** The answers, and whether class loaders were collected, without the date of a Rhino. */
  static List<String> answers(Host.Run run) {
    try (Stream<String> lines = run.output().stream()) {
      return lines.map(line -> line.replaceAll("14 .* 168", "14 168")).toList();
    }
  }
}
