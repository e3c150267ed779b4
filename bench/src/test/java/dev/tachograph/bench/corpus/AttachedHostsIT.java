package dev.tachograph.bench.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Hosts that have run scripts before the agent comes are counted exactly from then on. */
class AttachedHostsIT {
  private static final String CONTEXT = "org.mozilla.javascript.Context";

  private static List<Path> jdks() throws IOException {
    return Checkout.jdks();
  }

  /** The scripts of the first round are compiled again in each. */
  @ParameterizedTest
  @MethodSource("jdks")
  void ant(Path jdk) throws Exception {
    Host host = Ant.host(jdk, "attached/ant").program("all", "wait", "all", "wait", "all");
    Gate gate = Gate.lines(" +\\[echo\\] filtered=.*", 1);
    HeldHost.Measured ant = new HeldHost(host, gate, CONTEXT).measure();

    List<String> echoes = Ant.ECHOES.stream().map(echo -> "     " + echo).toList();
    ant.assertOutput(List.of(), echoes);
    ant.assertRounds(Ant.USED);
  }

  /** The class of the expressions was loaded before the agent, or their scripts compiled. */
  @ParameterizedTest
  @ValueSource(strings = {"JavaScriptClassCompiler", "JavaScriptCompiler"})
  void jasperReports(String compiler) throws Exception {
    Checkout.onlyInFull("attaching to JasperReports");
    for (Path jdk : jdks()) {
      Host host = Jasper.host(jdk, compiler, "attached/jasper/" + compiler);
      Gate gate = Gate.lines(Jasper.TEXTS, 1);
      HeldHost.Measured reports = new HeldHost(host, gate, CONTEXT).measure();

      reports.assertOutput(List.of(Jasper.compiledBy(compiler)), List.of(Jasper.TEXTS));
      assertThat(reports.once().totals()).isEqualTo(Jasper.FILLED);
      assertThat(reports.attached().report().totals()).isEqualTo(Jasper.FILLED.times(2));
    }
  }

  /** Named modules, and a Context that is entered as long as the shell lives. */
  @ParameterizedTest
  @ValueSource(strings = {"0", "-1"})
  void shell(String optimization) throws Exception {
    if (!optimization.equals("0")) {
      Checkout.onlyInFull("attaching to the shell that interprets");
    }
    String load = "load('" + Checkout.corpus("hosts/shell/app.js") + "')";
    for (Path jdk : jdks()) {
      Host host = Shell.modules(jdk, "attached/shell" + optimization, Shell.prompt(optimization));
      Gate gate = Gate.told(load, Shell.OUTPUT.get(Shell.OUTPUT.size() - 1));
      HeldHost.Measured shell = new HeldHost(host, gate, CONTEXT).measure();

      shell.assertOutput(List.of(), Shell.OUTPUT);
      // That line is a script as well, which calls a function and has no loop.
      assertThat(shell.once().totals()).isEqualTo(Shell.COUNTS);
      assertThat(shell.attached().report().totals())
          .as("with the end of its input, which it evaluates, too")
          .isEqualTo(Shell.COUNTS.times(2).plus(new AgentReport.Counts(0, 0, 1)));
    }
  }

  /** Scripts of a page, of which one runs by a timer, and one when a button is pressed. */
  @Test
  void htmlUnit() throws Exception {
    Checkout.onlyInFull("attaching to HtmlUnit");
    for (Path jdk : jdks()) {
      Host host = HtmlUnit.host(jdk, "attached/htmlunit");
      Gate gate = Gate.lines(HtmlUnit.TEXT, 1);
      HeldHost.Measured browser =
          new HeldHost(host, gate, "org.htmlunit.corejs.javascript.Context").measure();

      browser.assertOutput(List.of(), List.of(HtmlUnit.TEXT));
      browser.assertRounds(browser.once().scripts());
      assertThat(browser.once().totals()).isEqualTo(HtmlUnit.SHOWN);
    }
  }

  /** A bundle of which the agent finds all loaded, and one that gets a new class loader then. */
  @ParameterizedTest
  @ValueSource(strings = {Osgi.FELIX, Osgi.EQUINOX})
  void osgi(String framework) throws Exception {
    Checkout.onlyInFull("attaching to OSGi frameworks");
    for (Path jdk : jdks()) {
      boolean both = Osgi.canHaveBoth(jdk);
      Host host = Osgi.host(jdk, framework, both, "attached/" + framework.replaceAll("\\W+", "-"));
      String[] contexts = both ? new String[] {CONTEXT, CONTEXT} : new String[] {CONTEXT};
      Gate gate = Gate.lines("collected=.*", 1);
      HeldHost.Measured bundles = new HeldHost(host, gate, contexts).measure();

      List<String> printed = new ArrayList<>();
      for (int round = 0; round < HeldHost.ROUNDS; round++) {
        printed.add("older Rhino 1.7.14" + Osgi.RESULT);
        if (both) {
          printed.add("newer Rhino 1.9.2" + Osgi.RESULT);
        }
        printed.addAll(List.of("older Rhino 1.7.14" + Osgi.RESULT, "collected=true true"));
      }
      assertThat(Osgi.results(bundles.attached())).isEqualTo(printed);
      Map<String, AgentReport.Counts> round = new TreeMap<>();
      round.put("older", Osgi.START.times(2));
      if (both) {
        round.put("newer", Osgi.START);
      }
      bundles.assertRounds(round);
    }
  }

  /**
   * Applications that have been reloaded, and are again. The old class loader of the one on Rhino
   * 1.9.2 is still there, as it is without the agent.
   */
  @ParameterizedTest
  @MethodSource("jdks")
  void tomcat(Path jdk) throws Exception {
    Host host = Tomcat.host(jdk, "attached/tomcat");
    Gate gate = Gate.lines("collected=.*", 2);
    HeldHost.Measured tomcat =
        new HeldHost(host, gate, CONTEXT, CONTEXT)
            .refusing("this web application instance has been stopped already")
            .measure();

    assertThat(Tomcat.answers(tomcat.attached()))
        .hasSize(HeldHost.ROUNDS * 2 * 4)
        .filteredOn(line -> line.startsWith("/"))
        .containsOnly("/one Rhino 1.7.14 168", "/two Rhino 1.9.2 168")
        .hasSize(HeldHost.ROUNDS * 2 * 3);
    assertThat(tomcat.attached().output())
        .filteredOn("collected=true true"::equals)
        .hasSize(HeldHost.ROUNDS);
    AgentReport.Counts thrice = Tomcat.REQUEST.times(3);
    tomcat.assertRounds(Map.of("/one/script.js", thrice, "/two/script.js", thrice));
  }

  /** Its threads stay the same; what they evaluate comes from a loader of JMeter's. */
  @ParameterizedTest
  @MethodSource("jdks")
  void jMeter(Path jdk) throws Exception {
    Checkout.onlyInFull("attaching to JMeter");
    try (RequestGate gate = new RequestGate(JMeter.THREADS)) {
      Host host = Host.on(jdk, "attached/jmeter").printing("\\.\\.\\. end of run");
      host.flags(JMeter.flags(host.folder("preferences")).toArray(String[]::new))
          .program(JMeter.program().toArray(String[]::new))
          .program("-Jrounds=" + HeldHost.ROUNDS, "-Jheld=true", "-Jport=" + gate.port());
      HeldHost.Measured jmeter = new HeldHost(host, gate, CONTEXT).measure();

      long samples = (long) HeldHost.ROUNDS * JMeter.SAMPLES;
      assertThat(JMeter.samples(host.folder("attached")))
          .isEqualTo(JMeter.samples(host.folder("plain")))
          .containsEntry(JMeter.FUNCTION_SAMPLE, samples)
          .containsEntry(JMeter.SAMPLER_SAMPLE, samples)
          .hasSize(3); // those that wait are samples, too
      jmeter.assertRounds(jmeter.once().scripts());
      Map<String, AgentReport.Counts> scripts = jmeter.once().scripts();
      assertThat(scripts).containsOnlyKeys(JMeter.COMMAND, JMeter.SAMPLER);
      assertThat(scripts.get(JMeter.SAMPLER)).isEqualTo(JMeter.SAMPLED);
      assertThat(scripts.get(JMeter.COMMAND).evaluations()).isEqualTo(2 * JMeter.SAMPLES);
      assertThat(scripts.get(JMeter.COMMAND).iterations())
          .isEqualTo((long) JMeter.SAMPLES * (JMeter.CONDITION_ROUNDS + JMeter.FUNCTION_ROUNDS));
    }
  }

  /** A server that runs in an evaluation of the time before the agent: events are their own. */
  @Test
  void trireme() throws Exception {
    Checkout.onlyInFull("attaching to Trireme");
    for (Path jdk : jdks()) {
      Host host = Trireme.host(jdk, "held/app.js", "attached/trireme");
      String answers = "n=52848 /0;n=52848 /1;n=52848 /2;n=52848 /3;n=52848 /4";
      Gate gate = Gate.lines(answers, 1);
      HeldHost.Measured server = new HeldHost(host, gate, CONTEXT).eventful().measure();

      server.assertOutput(List.of(), List.of(answers));
      // Beside the loops of the application are some of Node.js, more or fewer of them.
      long loops = 5 * 50_000;
      assertThat(server.once().scripts().get("net.js").iterations()).isBetween(loops, loops + 500);
      assertThat(server.attached().report().scripts().get("net.js").iterations())
          .isBetween(2 * loops, 2 * loops + 1_000);
    }
  }

  @Test
  void maven() throws Exception {
    Checkout.onlyInFull("attaching to Maven");
    String build = "antrun:run@default";
    String wait = "antrun:run@wait";
    Host host = Maven.host("attached/maven", build, wait, build, wait, build);
    HeldHost.Measured maven =
        new HeldHost(host, Gate.lines(".*\\[echo\\] .*", 1), CONTEXT).measure();

    assertThat(maven.attached().output())
        .hasSize(HeldHost.ROUNDS)
        .allMatch(line -> line.endsWith(Maven.RESULT));
    assertThat(maven.once().totals()).isEqualTo(Maven.SCRIPT);
    maven.assertRounds(maven.once().scripts());
  }
}
