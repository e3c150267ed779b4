package dev.tachograph.agent;

import static java.util.Objects.requireNonNull;

import com.sun.tools.attach.VirtualMachine;
import dev.tachograph.meter.management.GovernorMXBean;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.JMX;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** A process that runs {@link LoadedHost} on the account {@value #ACCOUNT}. */
final class LoadedJvm implements AutoCloseable {
  static final String ACCOUNT = "tenant";

  private static final Pattern TOTAL = Pattern.compile("\"iterations\": (\\d+)");

  private final Path report;
  private final Process process;
  private final BufferedReader out;
  private final PrintWriter in;

  /**
   * @param options of the JVM
   */
  LoadedJvm(Path jdk, Path directory, String... options) throws IOException {
    Path own = Files.createTempDirectory(directory, "jvm");
    report = own.resolve("report.json");
    process =
        ForkedJvm.java(jdk)
            .with(options)
            .withAgent("account=name:" + ACCOUNT + ",interrupt=cancel,report=" + report)
            .withMain(LoadedHost.class)
            .start(own.resolve("err.txt"));
    out = process.inputReader();
    in = new PrintWriter(process.outputWriter(), true);
    await("ready");
  }

  long pid() {
    return process.pid();
  }

  void go() {
    in.println("go");
  }

  /** Waits until nothing runs because everything is refused. */
  void awaitRefused() throws IOException {
    await("refused brief", "refused endless");
  }

  /** Waits for lines, in any order. */
  private void await(String... lines) throws IOException {
    Set<String> missing = new HashSet<>(Set.of(lines));
    while (!missing.isEmpty()) {
      String said = out.readLine();
      if (said == null) {
        throw new AssertionError("the process ended without saying " + missing);
      }
      missing.remove(said);
    }
  }

  /** Sends a signal, for example {@code STOP}. */
  void signal(String name) throws IOException, InterruptedException {
    int status = new ProcessBuilder("kill", "-" + name, Long.toString(pid())).start().waitFor();
    if (status != 0) {
      throw new AssertionError("kill -" + name + " failed");
    }
  }

  /** Where it records. */
  Path repository() throws Exception {
    VirtualMachine machine = VirtualMachine.attach(Long.toString(pid()));
    try {
      return Path.of(machine.getSystemProperties().getProperty("jdk.jfr.repository"));
    } finally {
      machine.detach();
    }
  }

  /** What this JVM itself says now that the account iterated, asked from outside. */
  @SuppressWarnings("BanJNDI") // it is our own process
  long iterations() throws Exception {
    VirtualMachine machine = VirtualMachine.attach(Long.toString(pid()));
    String url = machine.startLocalManagementAgent();
    machine.detach();
    try (JMXConnector connector = JMXConnectorFactory.connect(new JMXServiceURL(url))) {
      GovernorMXBean governor =
          JMX.newMXBeanProxy(
              connector.getMBeanServerConnection(),
              new ObjectName(GovernorMXBean.NAME),
              GovernorMXBean.class);
      return requireNonNull(governor.account(ACCOUNT)).getUsage().get("iterations");
    }
  }

  /** Ends it, and returns what it reports of its whole life. */
  long end() throws IOException, InterruptedException {
    in.println("end");
    process.waitFor();
    Matcher total = TOTAL.matcher(Files.readString(report));
    if (!total.find()) {
      throw new AssertionError("no iterations in " + Files.readString(report));
    }
    return Long.parseLong(total.group(1));
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
