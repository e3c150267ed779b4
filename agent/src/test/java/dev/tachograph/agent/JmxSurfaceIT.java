package dev.tachograph.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.tools.attach.VirtualMachine;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.TabularData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What JMX shows of a metered JVM, and what a JVM without JMX has of it. */
class JmxSurfaceIT {
  private static final String AGENT = System.getProperty("tachograph.agent.jar");

  static List<Path> jdks() {
    return ForkedJvm.jdks();
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void theGovernorListsSuspendsAndResumes(Path jdk) {
    String said =
        ForkedJvm.java(jdk)
            .withAgent("limit.iterations=100")
            .withMain(Operator.class)
            .run()
            .succeeded()
            .stdout();
    assertThat(said.lines()).containsExactlyElementsOf(dialogue("limit.iterations=100"));
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void anAgentThatComesAfterJmxFindsIt(Path jdk) {
    String said =
        ForkedJvm.java(jdk)
            .with("-Djdk.attach.allowAttachSelf=true")
            .withMain(Operator.class, AGENT)
            .run()
            .succeeded()
            .stdout();
    assertThat(said.lines()).containsExactlyElementsOf(dialogue(""));
  }

  private static List<String> dialogue(String limits) {
    return List.of(
        "tenant.js -> 3",
        "[tenant.js]: iterations 3, limits '" + limits + "', running 0",
        "unknown: null",
        "stopped 0",
        "tenant.js -> TachographLimitException: not started: account 'tenant.js' is suspended by ops:"
            + " not paid, script tenant.js",
        "tenant.js by ops: not paid",
        "resumed true, then false",
        "tenant.js -> 3");
  }

  @Test
  void aJvmWithoutJmxLoadsNothingOfIt() {
    String classes =
        ForkedJvm.java(jdks().get(0))
            .with("-Xlog:class+load=info:stdout")
            .withAgent("")
            .withMain(ScriptHost.class, "a.js=1")
            .run()
            .succeeded()
            .stdout();
    assertThat(classes).contains("dev.tachograph.agent.JmxSurface ");
    assertThat(classes).doesNotContain("JmxMBeanServer", "GovernorBean", "GovernorMXBean");
  }

  /** Speaks to the governor as consoles do, which have no class of it. */
  static final class Operator {
    private static final String TEXT = String.class.getName();

    private Operator() {}

    /** The argument is the agent's jar, if JMX is to be there before it. */
    public static void main(String[] agent) throws Exception {
      MBeanServer server = null;
      if (agent.length > 0) {
        server = ManagementFactory.getPlatformMBeanServer();
        VirtualMachine self = VirtualMachine.attach("" + ProcessHandle.current().pid());
        self.loadAgent(agent[0]);
        self.detach();
      }
      evaluate();
      server = server == null ? ManagementFactory.getPlatformMBeanServer() : server;
      ObjectName governor = new ObjectName("dev.tachograph:type=Governor");
      while (!server.isRegistered(governor)) {
        Thread.onSpinWait(); // the agent registers it on a thread of its own
      }
      String[] one = {TEXT};
      CompositeData account =
          (CompositeData) server.invoke(governor, "account", new Object[] {"tenant.js"}, one);
      System.out.printf(
          "%s: iterations %s, limits '%s', running %s%n",
          List.of((String[]) server.getAttribute(governor, "AccountIds")),
          ((TabularData) account.get("usage")).get(new Object[] {"iterations"}).get("value"),
          account.get("limits"),
          account.get("running"));
      System.out.println(
          "unknown: " + server.invoke(governor, "account", new Object[] {"other"}, one));
      Object[] suspension = {"tenant.js", "ops", "not paid"};
      System.out.println(
          "stopped "
              + server.invoke(governor, "suspend", suspension, new String[] {TEXT, TEXT, TEXT}));
      evaluate();
      for (CompositeData each : (CompositeData[]) server.getAttribute(governor, "Suspensions")) {
        System.out.printf(
            "%s by %s: %s%n", each.get("account"), each.get("by"), each.get("reason"));
      }
      Object[] resumption = {"tenant.js", "ops"};
      String[] two = {TEXT, TEXT};
      System.out.printf(
          "resumed %s, then %s%n",
          server.invoke(governor, "resume", resumption, two),
          server.invoke(governor, "resume", resumption, two));
      evaluate();
    }

    private static void evaluate() {
      System.out.println(
          "tenant.js -> " + ScriptHost.evaluate("tenant.js", "var i = 0; while (i < 3) i++; i"));
    }
  }
}
