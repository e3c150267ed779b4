package dev.tachograph.engine.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tachograph.engine.Sandbox;
import dev.tachograph.engine.SandboxEngine;
import dev.tachograph.engine.SandboxResult;
import dev.tachograph.meter.Resource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An engine and sandboxes as a file says. */
class ConfiguredSandboxIT {
  @TempDir private Path directory;

  private EngineConfiguration configuration() throws Exception {
    Path file =
        Files.writeString(
            directory.resolve("a.yaml"),
            """
            engine.scopesAhead: 1
            executor: {threads: 2, overflow: caller-waits}
            store: {directory: %s, keyFile: %s}
            sandbox:
              limit: {iterations: 100}
            profile:
              quiet: {block: [Date], outputLimit: 5, outputPolicy: truncate}
              math: {allowOnly: [Math, eval], codeFromStrings: true}
            account:
              configured-a: {profile: quiet, weight: 7, limit: {iterations: 10}}
              configured-b: {profile: math}
            """
                .formatted(directory.resolve("programs"), directory.resolve("key")));
    return EngineConfiguration.builder().files(file).build();
  }

  @Test
  void accountsGetWhatTheFileSays() throws Exception {
    EngineConfiguration configuration = configuration();
    try (SandboxEngine engine = configuration.engine();
        Sandbox a = configuration.sandbox(engine, "configured-a").build();
        Sandbox b = configuration.sandbox(engine, "configured-b").build();
        Sandbox other = configuration.sandbox(engine, "configured-other").build()) {
      String loop = "for (var i = 0; i < 50; i++) {} i";

      assertThat(a.run(loop)).isInstanceOf(SandboxResult.LimitExceeded.class);
      assertThat(a.usage().get(Resource.ITERATIONS)).isEqualTo(11);
      assertThat(a.run("typeof Date").value()).asString().startsWith("und");
      assertThat(a.run("'longer'").value()).isEqualTo("lon");
      assertThat(b.run(loop).value()).isEqualTo(50L);
      assertThat(b.run("eval('1 + 1') + typeof JSON").value()).isEqualTo("2undefined");
      assertThat(other.run("typeof Date").value()).isEqualTo("function");
      assertThat(other.tracker().limits()).isEqualTo(configuration.limits("configured-other"));
      assertThat(Files.isDirectory(directory.resolve("programs"))).isTrue();
      assertThat(Files.size(directory.resolve("key"))).isEqualTo(32);
    }
  }

  @Test
  void codeAddsWhatFilesCannotSay() throws Exception {
    EngineConfiguration configuration = configuration();
    try (SandboxEngine engine = configuration.engineBuilder().scopesAhead(0).build();
        Sandbox sandbox =
            configuration
                .sandbox(
                    engine,
                    "configured-c",
                    configuration.environment("configured-c").global("order", Map.of("n", 2)))
                .build()) {
      assertThat(sandbox.run("order.n * 21").value()).isEqualTo(42L);
    }
  }
}
