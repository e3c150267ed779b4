package dev.tachograph.bench.corpus;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The shell of Rhino, and what its script uses in every mode. */
final class Shell {
  static final String MAIN = "org.mozilla.javascript.tools.shell.Main";

  static final List<String> OUTPUT =
      List.of("0,1,2,3,4,6,8,9 49", "thread -1109637472", "12497500 610");

  /**
   * The generator and what reads it, the thread, the eval; the generator's creation, the thread's
   * function, a recursion, and a comparator that the JDK calls 206 times.
   */
  static final AgentReport.Counts COUNTS =
      new AgentReport.Counts(2 * 20_000 + 200_000 + 5_000, 1 + 1 + 1_973 + 206, 2);

  private Shell() {}

  /** As named modules, on the module path. */
  static Host modules(Path jdk, String name, List<String> arguments)
      throws IOException, InterruptedException {
    Path jars = HostJars.of("shell");
    return Host.on(jdk, name)
        .flags("-Xmx512m")
        .program("-p", jars.toString(), "-m", "org.mozilla.rhino.tools/" + MAIN)
        .program(arguments.toArray(String[]::new));
  }

  /** Behind the class. */
  static List<String> arguments(String optimization) {
    String script = Checkout.corpus("hosts/shell/app.js").toString();
    List<String> arguments = new ArrayList<>(prompt(optimization));
    arguments.add(script);
    return arguments;
  }

  /** The same, to be told what to do by lines. */
  static List<String> prompt(String optimization) {
    return List.of("-version", "200", "-opt", optimization);
  }
}
