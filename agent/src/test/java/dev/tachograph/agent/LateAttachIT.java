package dev.tachograph.agent;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.sun.tools.attach.VirtualMachine;
import dev.tachograph.jfr.fleet.FleetEvent;
import dev.tachograph.jfr.fleet.FleetTracker;
import dev.tachograph.jfr.fleet.JvmAddress;
import dev.tachograph.meter.management.GovernorMXBean;
import dev.tachograph.meter.management.ScriptView;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.management.JMX;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A JVM that has run scripts for a while is metered, let go, and metered again. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class LateAttachIT {
  private static final String AGENT = System.getProperty("tachograph.agent.jar");

  /** With the first time, as often as loaded classes are woven again. */
  private static final int CYCLES = 100;

  /** How often Rhinos get their own code back. */
  private static final int RESTORED = 4;

  private static final String PROGRAM =
      "var a = []; for (var i = 0; i < 20; i++) a.push(i % 7); a.sort(function (x, y) { return x - y })"
          + ".map(String).join() + eval('for (var k = 0; k < 9; k++); k') + new Function('return 1')()";

  private static final String COUNTED = "0,0,0,1,1,1,2,2,2,3,3,3,4,4,4,5,5,5,6,691";

  @TempDir Path directory;

  static List<Path> jdks() {
    return ForkedJvm.jdks();
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void scriptsOfALoadedRhinoAreMeteredFromTheirNextEntryOn(Path jdk) throws Exception {
    Map<String, Long> expected;
    try (AskedJvm jvm = start(ForkedJvm.java(jdk).withAgent("account=script"))) {
      expected = use(jvm);
    }
    try (AskedJvm jvm = start(ForkedJvm.java(jdk))) {
      assertThat(jvm.ask("call compiled before.js")).isEqualTo("100");
      assertThat(jvm.ask("call interpreted before.js")).isEqualTo("100");

      ForkedJvm.Result attached = run("attach", jvm.pid(), "limit.iterations=5000").succeeded();
      assertThat(attached.stdout())
          .contains(
              "metered from their next entry on: scripts of org.mozilla.javascript.Context in")
          .doesNotContain("NOT METERED");
      assertThat(use(jvm)).isEqualTo(expected);
      for (String mode : List.of("compiled", "interpreted")) {
        assertThat(jvm.ask("eval " + mode + " endless.js for (;;) try { work(1) } catch (e) {}"))
            .contains("stopped: iterations used 5001, limit 5000");
      }
      assertThat(jvm.ask("failure")).isEqualTo("null");

      assertThat(run("detach", jvm.pid()).succeeded().stdout()).contains("its limits are lifted");
      assertThat(jvm.ask("eval compiled free.js work(6000)")).isEqualTo("6000");
      assertThat(jvm.ask("eval interpreted free.js work(6000)")).isEqualTo("6000");
      try (Governors governor = new Governors(jvm.pid())) {
        assertThat(governor.bean.isAttached()).isFalse();
        assertThat(governor.usage("free.js")).isNull();
        assertThat(governor.usage("use-compiled.js")).isNotNull();
      }
      assertThat(run("attach", jvm.pid(), "limit.iterations=50").succeeded().stdout())
          .contains("is now in process", "limit.iterations=50");
      assertThat(jvm.ask("call compiled again.js")).contains("iterations used 51, limit 50");
    }
  }

  /** As where somebody catches what Rhino throws, and no script has run yet. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "org.mozilla.javascript.Context",
        "org.mozilla.javascript.RhinoException",
        "org.mozilla.javascript.CompilerEnvirons"
      })
  void aRhinoOfWhichLittleIsLoadedIsMeteredLikeOthers(String loaded) throws Exception {
    ForkedJvm host =
        ForkedJvm.java(jdks().get(0)).with("-D" + MentioningHost.MENTIONED + "=" + loaded);
    try (AskedJvm jvm = AskedJvm.start(host, MentioningHost.class, directory)) {
      assertThat(run("attach", jvm.pid(), "limit.iterations=5000").succeeded().stdout())
          .contains("scripts of org.mozilla.javascript.Context in")
          .doesNotContain("NOT METERED");
      assertThat(jvm.ask("counted.js=" + PROGRAM)).isEqualTo(COUNTED);
      assertThat(jvm.ask("endless.js=for (;;);")).contains("iterations used 5001, limit 5000");
      try (Governors governor = new Governors(jvm.pid())) {
        assertThat(requireNonNull(governor.usage("counted.js")))
            .containsEntry("iterations", 29L)
            .hasEntrySatisfying("allocatedBytes", bytes -> assertThat(bytes).isPositive());
      }
    }
  }

  /** Its classes are not those that the parent has loaded: none is, when the agent comes. */
  @Test
  void aLoaderWithARhinoOfItsOwnIsMeteredAsFromTheStart() throws Exception {
    try (AskedJvm jvm =
        AskedJvm.start(ForkedJvm.java(jdks().get(0)), OwnRhinoHost.class, directory)) {
      run("attach", jvm.pid(), "limit.iterations=5000").succeeded();
      assertThat(jvm.ask("counted.js=" + PROGRAM)).isEqualTo(COUNTED);
      assertThat(jvm.ask("endless.js=for (;;);")).contains("iterations used 5001, limit 5000");
    }
  }

  @Test
  void aRhinoThatCannotBeMeteredTakesTheMeterOffNoOther() throws Exception {
    String broken = shaded.org.mozilla.javascript.Context.class.getName();
    ForkedJvm host =
        ForkedJvm.java(jdks().get(0))
            .with("-D" + MentioningHost.MENTIONED + "=org.mozilla.javascript.Context:" + broken);
    try (AskedJvm jvm = AskedJvm.start(host, MentioningHost.class, directory)) {
      ForkedJvm.Result attached = run("attach", jvm.pid(), "limit.iterations=5000");
      assertThat(attached.exitCode()).isEqualTo(4);
      assertThat(attached.stdout())
          .contains(
              "metered from their next entry on: scripts of org.mozilla.javascript.Context in",
              "NOT METERED: " + broken + " in");
      assertThat(jvm.ask("endless.js=for (;;);")).contains("iterations used 5001, limit 5000");
    }
  }

  /** Its classes are there as long as anybody keeps them, but can link no others any more. */
  @ParameterizedTest
  @MethodSource("jdks")
  void aRhinoWhoseLoaderHasBeenClosedTakesTheMeterOffNoOther(Path jdk) throws Exception {
    try (AskedJvm jvm = AskedJvm.start(ForkedJvm.java(jdk), ClosedRhinoHost.class, directory)) {
      assertThat(jvm.ask("before.js=" + PROGRAM)).isEqualTo(COUNTED);
      ForkedJvm.Result attached = run("attach", jvm.pid(), "limit.iterations=5000");
      assertThat(attached.exitCode()).as(attached.toString()).isEqualTo(4);
      assertThat(attached.stdout().lines().filter(line -> line.contains("scripts of org.mozilla")))
          .singleElement()
          .asString()
          .contains("metered from their next entry on", "$AppClassLoader@");
      assertThat(attached.stdout().lines().filter(line -> line.contains("NOT METERED: ")))
          .singleElement()
          .asString()
          .contains("org.mozilla.javascript.Context in closed loader", "Context.class no more");
      assertThat(jvm.ask("endless.js=for (;;);")).contains("iterations used 5001, limit 5000");
    }
  }

  @Test
  void aRhinoOnTheBootClassPathIsRefusedInWords() throws Exception {
    String context = "org.mozilla.javascript.Context";
    ForkedJvm host =
        ForkedJvm.java(jdks().get(0))
            .with("-Xbootclasspath/a:" + ForkedJvm.origin(org.mozilla.javascript.Context.class))
            .with("-D" + MentioningHost.MENTIONED + "=" + context);
    try (AskedJvm jvm = AskedJvm.start(host, MentioningHost.class, directory)) {
      ForkedJvm.Result attached = run("attach", jvm.pid());
      assertThat(attached.exitCode()).isEqualTo(4);
      assertThat(attached.stdout())
          .contains("NOT METERED: " + context + " on the boot class path was loaded before")
          .contains("Rhino on the boot class path is not supported. Remedy: move it off it");
      assertThat(jvm.ask("unmetered.js=1 + 1")).isEqualTo("2");
    }
  }

  /** The counters of a program, in both modes and from the second run on. */
  private static Map<String, Long> use(AskedJvm jvm) throws Exception {
    java.util.TreeMap<String, Long> counts = new java.util.TreeMap<>();
    for (String mode : List.of("compiled", "interpreted")) {
      String warm = jvm.ask("eval " + mode + " warm.js " + PROGRAM);
      assertThat(jvm.ask("eval " + mode + " use-" + mode + ".js " + PROGRAM)).isEqualTo(warm);
      assertThat(jvm.ask("call " + mode + " call-" + mode + ".js")).isEqualTo("100");
    }
    try (Governors governor = new Governors(jvm.pid())) {
      for (String script :
          List.of(
              "use-compiled.js", "use-interpreted.js", "call-compiled.js", "call-interpreted.js")) {
        Map<String, Long> usage = governor.usage(script);
        for (String counter :
            List.of(
                "iterations",
                "functionCalls",
                "allocatedBytes",
                "nativeSteps",
                "stackDepth",
                "sourceChars")) {
          counts.put(script + " " + counter, usage.get(counter));
        }
      }
    }
    return counts;
  }

  @Test
  void onlySomeResourcesAreCountedIfThatIsAsked() throws Exception {
    String only = "only=functionCalls+nativeSteps";
    Map<String, Long> expected;
    try (AskedJvm jvm = start(ForkedJvm.java(jdks().get(0)).withAgent(only))) {
      expected = use(jvm);
    }
    assertThat(expected)
        .containsEntry("use-compiled.js iterations", 0L)
        .containsEntry("use-compiled.js stackDepth", 0L)
        .doesNotContainEntry("use-compiled.js functionCalls", 0L)
        .doesNotContainEntry("use-compiled.js nativeSteps", 0L);
    try (AskedJvm jvm = start(ForkedJvm.java(jdks().get(0)))) {
      run("attach", jvm.pid(), only).succeeded();
      assertThat(use(jvm)).isEqualTo(expected);
      try (Governors governor = new Governors(jvm.pid())) {
        assertThat(governor.bean.getWeaving().getOnly())
            .containsExactly("functionCalls", "nativeSteps");
        assertThat(refusalOfATracker(jvm.pid()))
            .contains("counts nothing but functionCalls+nativeSteps: start it without only=");
        governor.bean.detach();
        assertThat(catchThrowable(() -> governor.bean.attach("limit.iterations=5")))
            .hasStackTraceContaining("only cannot change while the JVM runs");
      }
    }
  }

  private static String refusalOfATracker(String pid) throws InterruptedException {
    LinkedBlockingQueue<FleetEvent> news = new LinkedBlockingQueue<>();
    try (FleetTracker fleet = new FleetTracker("test", Duration.ofSeconds(5), news::add)) {
      fleet.watch(JvmAddress.ofPid(Long.parseLong(pid)));
      return requireNonNull(news.poll(60, TimeUnit.SECONDS)).message();
    }
  }

  /** Half a minute each. */
  static List<Path> patientJdks() {
    return Boolean.getBoolean("tachograph.full") ? jdks() : jdks().subList(0, 1);
  }

  @ParameterizedTest
  @MethodSource("patientJdks")
  void aBusyJvmSurvivesAHundredAttachmentsWithExactTotals(Path jdk) throws Exception {
    try (AskedJvm jvm = start(ForkedJvm.java(jdk))) {
      run("attach", jvm.pid()).succeeded();
      try (Governors governor = new Governors(jvm.pid())) {
        int threads = 0;
        int classes = 0;
        for (int cycle = 0; cycle < CYCLES; cycle++) {
          assertThat(governor.bean.detach()).hasSize(cycle < RESTORED ? 0 : 1);
          governor.bean.attach("");
          assertThat(governor.bean.getWeaving().getUnmetered()).isEmpty();
          assertThat(jvm.ask("call compiled cycle.js")).isEqualTo("100");
          assertThat(jvm.ask("call interpreted cycle.js")).isEqualTo("100");
          if (cycle == RESTORED + 1) {
            threads = Integer.parseInt(jvm.ask("threads"));
            classes = Integer.parseInt(jvm.ask("classes"));
          }
        }
        assertThat(jvm.ask("failure")).isEqualTo("null");
        assertThat(Integer.parseInt(jvm.ask("threads"))).isLessThanOrEqualTo(threads + 1);
        // JMX itself loads some; one that leaks in each cycle would be more.
        assertThat(Integer.parseInt(jvm.ask("classes"))).isLessThan(classes + CYCLES / 2);
        assertThat(run("detach", jvm.pid()).succeeded().stdout())
            .contains("is out of force: its limits are lifted")
            .contains("It goes on counting, without limits, in org.mozilla.javascript.Context in ")
            .doesNotContain("runs its own code again");
        run("attach", jvm.pid()).succeeded();

        assertThat(governor.usage("cycle.js"))
            .containsEntry("iterations", 2L * CYCLES * BusyScripts.ROUNDS)
            .containsEntry("functionCalls", 2L * CYCLES)
            .containsEntry("evaluations", 2L * CYCLES);
        Map<String, Long> busy = governor.usage("busy.js");
        // What runs whenever it is looked at is left alone; nothing is counted twice.
        assertThat(busy.get("iterations"))
            .isBetween(1L, busy.get("evaluations") * BusyScripts.ROUNDS);
      }
    }
  }

  @Test
  void optionsThatHoldUntilTheEndCannotChange() throws Exception {
    try (AskedJvm jvm = start(ForkedJvm.java(jdks().get(0)))) {
      run("attach", jvm.pid()).succeeded();
      try (Governors governor = new Governors(jvm.pid())) {
        assertThat(catchThrowable(() -> governor.bean.attach("")))
            .hasMessageContaining("the agent is attached");
        governor.bean.detach();
        assertThat(catchThrowable(() -> governor.bean.attach("interrupt=cancel")))
            .hasMessageContaining("interrupt cannot change while the JVM runs");
        assertThat(governor.bean.isAttached()).isFalse();
      }
      ForkedJvm.Result refused = run("attach", jvm.pid(), "interrupt=cancel");
      assertThat(refused.exitCode()).isEqualTo(1);
      assertThat(refused.stderr()).contains("stays out of force");
    }
  }

  private AskedJvm start(ForkedJvm jvm) throws Exception {
    return AskedJvm.start(jvm, BusyScripts.class, directory);
  }

  private static ForkedJvm.Result run(String... arguments) {
    return ForkedJvm.java(jdks().get(0)).with("-jar", AGENT).with(arguments).run();
  }

  /** The governor of another JVM. */
  private static final class Governors implements AutoCloseable {
    private final JMXConnector connector;
    final GovernorMXBean bean;

    @SuppressWarnings("BanJNDI") // of this JVM's own child
    Governors(String pid) throws Exception {
      VirtualMachine machine = VirtualMachine.attach(pid);
      try {
        connector =
            JMXConnectorFactory.connect(new JMXServiceURL(machine.startLocalManagementAgent()));
      } finally {
        machine.detach();
      }
      ObjectName name = new ObjectName(GovernorMXBean.NAME);
      while (!connector.getMBeanServerConnection().isRegistered(name)) {
        Thread.onSpinWait(); // it is registered when JMX has started, on a thread of its own
      }
      bean = JMX.newMXBeanProxy(connector.getMBeanServerConnection(), name, GovernorMXBean.class);
    }

    /** What a script has used, or null. */
    Map<String, Long> usage(String script) {
      return bean.topScripts("iterations", 100).stream()
          .filter(view -> view.getName().equals(script))
          .map(ScriptView::getUsage)
          .findFirst()
          .orElse(null);
    }

    @Override
    public void close() throws java.io.IOException {
      connector.close();
    }
  }
}
