package dev.tachograph.bench.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Other agents in the same JVM do their work, and so does ours, whoever is first. */
class OtherAgentsIT {
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void jacocoWritesItsFile(boolean first) throws Exception {
    Path jacoco = HostJars.jar(HostJars.of("agents"), "org.jacoco.agent-");
    for (Path jdk : Checkout.jdks()) {
      Path file = Checkout.target("hosts/agents").resolve("jacoco.exec");
      Files.deleteIfExists(file);
      run(jdk, first, "jacoco", "-javaagent:" + jacoco + "=destfile=" + file);

      assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
          .contains("org/apache/tools/ant/Main", "org/mozilla/javascript/Context");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void openTelemetryStarts(boolean first) throws Exception {
    Checkout.onlyInFull("OpenTelemetry's agent");
    Path agent = HostJars.jar(HostJars.of("agents"), "opentelemetry-javaagent-");
    for (Path jdk : Checkout.jdks()) {
      Host.Run run =
          run(
              jdk,
              first,
              "opentelemetry",
              "-javaagent:" + agent,
              "-Dotel.traces.exporter=none",
              "-Dotel.metrics.exporter=none",
              "-Dotel.logs.exporter=none");

      assertThat(run.process().err()).contains("opentelemetry-javaagent - version: ");
    }
  }

  /** It changes a method of Rhino's that ours does not, in the class that ours adds fields to. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void byteBuddyAdvisesRhino(boolean first) throws Exception {
    Checkout.onlyInFull("an agent made with Byte Buddy");
    Path library = HostJars.jar(HostJars.of("agents"), "byte-buddy-");
    Path classes = HostJars.compile("agents", library.toString());
    Map<String, String> attributes =
        Map.of(
            "Premain-Class", "EntriesAgent",
            "Can-Redefine-Classes", "true",
            "Can-Retransform-Classes", "true",
            "Class-Path", library.toUri().toString());
    Path jar = Checkout.target("hosts/agents").resolve("entries.jar");
    HostJar.write(jar, attributes, classes, "EntriesAgent");
    for (Path jdk : Checkout.jdks()) {
      Host.Run run = run(jdk, first, "bytebuddy", "-javaagent:" + jar);

      assertThat(run.process().out()).contains("entries=" + Ant.EVALUATIONS);
      assertThat(run.process().err()).doesNotContain("[Byte Buddy] ERROR");
    }
  }

  /** Ant with our agent and these options before it, or behind it. */
  private static Host.Run run(Path jdk, boolean first, String name, String... options)
      throws IOException, InterruptedException {
    Host host = Ant.host(jdk, "agents/" + name);
    Host.Run run =
        (first ? host.flags(options) : host.flagsBehind(options))
            .metered(first ? "before" : "behind");
    Ant.verify(run);
    return run;
  }
}
