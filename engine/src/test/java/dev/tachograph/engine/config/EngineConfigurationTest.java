package dev.tachograph.engine.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tachograph.meter.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineConfigurationTest {
  @TempDir private Path directory;

  private Path file(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text);
  }

  private static EngineConfiguration of(Path... files) {
    return EngineConfiguration.builder().files(files).build();
  }

  /** Without the directory of the test. */
  private List<String> faults(EngineConfiguration.Builder builder) {
    return catchThrowableOfType(ConfigurationException.class, builder::build).faults().stream()
        .map(fault -> fault.replace(directory + "/", ""))
        .toList();
  }

  private List<String> faults(String name, String text) throws IOException {
    return faults(EngineConfiguration.builder().files(file(name, text)));
  }

  private static String setting(EngineConfiguration configuration, String key) {
    return configuration.settings().stream()
        .filter(setting -> setting.key().equals(key))
        .map(setting -> setting.value() + " " + setting.source())
        .findFirst()
        .orElse("(none)");
  }

  @Test
  void nothingIsADefaultConfiguration() {
    assertThat(of().toString().lines())
        .containsExactly(
            "engine.mode = adaptive  (default)",
            "engine.scopesAhead = 10  (default)",
            "engine.maximumScopesAhead = 100  (default)",
            "engine.idleScopes = 5m  (default)",
            "executor.stackBytes = 16m  (default)",
            "executor.perTenant = 5  (default)",
            "executor.perScript = 5  (default)",
            "executor.waiting = 10000  (default)",
            "executor.queueSize = 1000  (default)",
            "executor.perTenantQueue = 200  (default)",
            "executor.overflow = reject  (default)",
            "executor.queueTimeout = 10s  (default)",
            "executor.closeTimeout = 5s  (default)",
            "cache.maximumPrograms = 1000  (default)",
            "cache.maximumBytes = 64m  (default)",
            "cache.hotAfter = 10  (default)",
            "cache.maximumWaiting = 100  (default)",
            "cache.sharedByTenants = true  (default)",
            "store.maximumPrograms = 10000  (default)",
            "store.maximumBytes = 256m  (default)",
            "sandbox.outputLimit = 1048576  (default)",
            "sandbox.outputPolicy = refuse  (default)",
            "sandbox.codeFromStrings = false  (default)",
            "sandbox.limit.allocatedBytes = 64m  (default)",
            "sandbox.limit.cpuTime = 5s  (default)",
            "sandbox.limit.outputBytes = 1m  (default)",
            "sandbox.limit.stackDepth = 1000  (default)",
            "sandbox.limit.wallTime = 30s  (default)");
  }

  @Test
  void theLastSourceWins() throws Exception {
    Path one =
        file("one.properties", "cache.hotAfter=1\nexecutor.threads=1\nengine.scopesAhead=1\n");
    Path two = file("two.yaml", "cache:\n  hotAfter: 2\nexecutor: {threads: 2}\n");
    Properties system = new Properties();
    system.setProperty("tachograph.cache.hotAfter", "never");
    EngineConfiguration configuration =
        EngineConfiguration.builder()
            .files(one, two)
            .environment(
                Map.of("TACHOGRAPH_CACHE_HOT_AFTER", "3", "TACHOGRAPH_EXECUTOR_THREADS", "3"))
            .properties(system)
            .build();

    assertThat(setting(configuration, "engine.scopesAhead")).isEqualTo("1 " + one);
    assertThat(setting(configuration, "executor.threads"))
        .isEqualTo("3 TACHOGRAPH_EXECUTOR_THREADS");
    assertThat(setting(configuration, "cache.hotAfter"))
        .isEqualTo("never system property tachograph.cache.hotAfter");
    assertThat(setting(of(one, two), "cache.hotAfter")).isEqualTo("2 " + two + ":2");
  }

  @Test
  void anAccountHasItsOwnThenItsProfilesThenTheLimitsOfAll() throws Exception {
    EngineConfiguration configuration =
        of(
            file(
                "a.yaml",
                """
                sandbox:
                  limit: {cpuTime: 2s, iterations: 1_000}
                profile:
                  rules:
                    limit.cpuTime: 3s
                    limit.memoryBytes: 8m
                    total.hostCalls: 60
                    refill.hostCalls: 60/1m
                account:
                  tenant-7:
                    profile: rules
                    weight: 3
                    limit: {allocatedBytes: 16m, wallTime: unlimited}
                """));

    assertThat(configuration.profiles()).containsExactly("rules");
    assertThat(configuration.accounts()).containsExactly("tenant-7");
    assertThat(configuration.limits("tenant-7"))
        .isEqualTo(
            Limits.parse(
                "limit.iterations=1000,limit.cpuTime=3s,limit.allocatedBytes=16m,"
                    + "limit.stackDepth=1000,limit.outputBytes=1m,total.hostCalls=60,"
                    + "refill.hostCalls=60/1m"));
    assertThat(configuration.limits("somebody"))
        .isEqualTo(
            Limits.parse(
                "limit.iterations=1000,limit.cpuTime=2s,limit.allocatedBytes=64m,"
                    + "limit.wallTime=30s,limit.stackDepth=1000,limit.outputBytes=1m"));
  }

  /** As on the command line: a total bounds each evaluation as well. */
  @Test
  void aDefaultDoesNotContradictASmallerTotal() throws Exception {
    EngineConfiguration configuration = of(file("a.properties", "sandbox.total.cpuTime=1s"));

    assertThat(configuration.limits("a").toMap())
        .containsEntry("limit.cpuTimeNanos", 1_000_000_000L)
        .containsEntry("total.cpuTimeNanos", 1_000_000_000L);
  }

  @Test
  void variablesNameProfilesAndAccountsThatFilesKnow() throws Exception {
    Path file = file("a.properties", "account.Tenant-7.weight=2\n");
    EngineConfiguration configuration =
        EngineConfiguration.builder()
            .files(file)
            .environment(
                Map.of(
                    "TACHOGRAPH_ACCOUNT_TENANT_7_LIMIT_CPU_TIME", "9s",
                    "TACHOGRAPH_ACCOUNT_OTHER_PROFILE", "slow",
                    "TACHOGRAPH_PROFILE_SLOW_TOTAL_CPU_TIME", "10s",
                    "TACHOGRAPH_SANDBOX_CODE_FROM_STRINGS", "true",
                    "TACHOGRAPH_HOME", "/somewhere",
                    "PATH", "/bin"))
            .build();

    assertThat(configuration.accounts()).containsExactly("Tenant-7", "other");
    assertThat(configuration.limits("Tenant-7").toMap())
        .containsEntry("limit.cpuTimeNanos", 9_000_000_000L);
    assertThat(configuration.limits("other").toMap())
        .containsEntry("total.cpuTimeNanos", 10_000_000_000L);
    assertThat(setting(configuration, "sandbox.codeFromStrings"))
        .isEqualTo("true TACHOGRAPH_SANDBOX_CODE_FROM_STRINGS");
  }

  @Test
  void allFaultsAreReportedAtOnce() throws Exception {
    Path yaml =
        file(
            "a.yaml",
            """
            engine:
              scopesAhed: 5
              maximumScopesAhead: 10001
            cache:
              maximumBytes: 64q
              hotAfter: soon
              sharedByTenants: yes
            executor: {overflow: drop-oldst, queueTimeout: 0s, closeTimeout: 5, threads: }
            sandbox:
              limit: {iteration: 5, cpuTime: fast}
            account:
              a: {profile: ruls, wight: 1}
            profile:
              rules: {limit.cpuTime: 5s, total.cpuTime: 1s}
            store.directory: x
            """);
    Properties system = new Properties();
    system.setProperty("tachograph.engin.scopesAhead", "5");
    system.setProperty("tachograph.jar", "not ours");
    List<String> faults =
        faults(
            EngineConfiguration.builder()
                .files(yaml)
                .environment(Map.of("TACHOGRAPH_CACHE_HOT_AFTR", "1"))
                .properties(system));

    assertThat(faults)
        .containsExactly(
            "TACHOGRAPH_CACHE_HOT_AFTR: unknown variable;"
                + " did you mean TACHOGRAPH_CACHE_HOT_AFTER?",
            "a.yaml:2: engine.scopesAhed: unknown key; did you mean engine.scopesAhead?",
            "a.yaml:3: engine.maximumScopesAhead: 10001: expected 0 to 10000",
            "a.yaml:5: cache.maximumBytes: 64q: expected a number of bytes: digits and '_', then"
                + " k, m, g (1024^n) or nothing, such as 256m",
            "a.yaml:6: cache.hotAfter: soon: expected a whole number of 0 or more, digits and '_'"
                + " only",
            "a.yaml:7: cache.sharedByTenants: yes: expected true or false",
            "a.yaml:8: executor.overflow: drop-oldst: expected reject or drop-oldest or"
                + " caller-waits; did you mean drop-oldest?",
            "a.yaml:8: executor.queueTimeout: 0s: expected more than 0",
            "a.yaml:8: executor.closeTimeout: 5: expected a duration: digits and '_', then ms, s,"
                + " m or h, such as 500ms or 5s",
            "a.yaml:8: executor.threads: there is no value",
            "a.yaml:10: sandbox.limit.iteration: unknown key;"
                + " did you mean sandbox.limit.iterations?",
            "a.yaml:10: sandbox.limit.cpuTime: fast: expected a duration: digits and '_', then"
                + " ms, s, m or h, such as 500ms or 5s",
            "a.yaml:12: account.a.wight: unknown key; did you mean account.a.weight?",
            "system property tachograph.engin.scopesAhead: engin.scopesAhead: unknown key;"
                + " did you mean engine.scopesAhead?",
            "a.yaml:12: account.a.profile: there is no profile ruls; did you mean rules?",
            "a.yaml:15: store.directory: a store needs a key: set store.keyFile or store.key",
            "profile.rules.*: limit.cpuTime=5s contradicts total.cpuTime=1s: one evaluation may"
                + " not exceed the total");
  }

  @Test
  void secretsAreNotShown() throws Exception {
    String secret = "0123456789abcdef".repeat(4);
    EngineConfiguration configuration =
        of(file("a.properties", "store.directory=x\nstore.key=" + secret));

    assertThat(setting(configuration, "store.key")).startsWith("*** ");
    assertThat(configuration.toString()).doesNotContain(secret);
    List<String> faults =
        faults("b.properties", "store.key=0123zz\nstore.keyFile=x\nstore.directory=x");
    assertThat(faults)
        .containsExactly("b.properties: store.key: ***: expected 64 or more hexadecimal digits");
    assertThat(faults("c.properties", "store.keyFile=x\nstore.key=" + secret))
        .containsExactly("c.properties: store.key: store.keyFile is there too: give one of them");
  }

  @Test
  void whatIsGivenTwiceIsAFault() throws Exception {
    assertThat(faults("a.properties", "cache.hotAfter=1\ncache.hotAfter=2\n"))
        .containsExactly("a.properties: cache.hotAfter: given twice");
    assertThat(faults("a.yaml", "cache:\n  hotAfter: 1\ncache.hotAfter: 2\n"))
        .containsExactly("a.yaml:3: cache.hotAfter: given twice");
    assertThat(
            faults(
                "b.properties", "sandbox.limit.allocatedBytes=1m\nsandbox.limit.memoryBytes=1m\n"))
        .containsExactly(
            "b.properties: sandbox.limit.memoryBytes:"
                + " the same as sandbox.limit.allocatedBytes, which is there too");
  }

  @Test
  void yamlMakesNothingButTexts() throws Exception {
    assertThat(faults("a.yaml", "cache: !!javax.script.ScriptEngineManager {hotAfter: 1}\n"))
        .containsExactly(
            "a.yaml:1: cache: tags such as tag:yaml.org,2002:javax.script.ScriptEngineManager are"
                + " not used here");
    assertThat(faults("a.yaml", "- cache\n"))
        .containsExactly("a.yaml:1: expected names with values");
    assertThat(faults("a.yaml", "sandbox:\n  block: [[a]]\n"))
        .containsExactly(
            "a.yaml:2: sandbox.block: expected a list of names",
            "a.yaml:2: sandbox.block: there is no value");
    assertThat(faults("a.yaml", "cache: {hotAfter: 1\n"))
        .hasSize(1)
        .first()
        .asString()
        .startsWith("a.yaml:2: no YAML: ");
    assertThat(faults("a.yaml", "a: 1\n---\nb: 2\n"))
        .hasSize(1)
        .first()
        .asString()
        .startsWith("a.yaml:2: no YAML: ");
  }

  @Test
  void yamlThatGrowsIsRefused() throws Exception {
    StringBuilder bomb = new StringBuilder("a0: &a0 {x: 1}\n");
    for (int i = 1; i < 10; i++) {
      String alias = "*a" + (i - 1);
      bomb.append("a%d: &a%d {a: %s, b: %s, c: %s}\n".formatted(i, i, alias, alias, alias));
    }
    assertThat(faults("a.yaml", bomb.toString()))
        .hasSize(1)
        .first()
        .asString()
        .startsWith("a.yaml: no YAML: Number of aliases");
    assertThat(faults("a.yaml", "a: &a\n  b: *a\n")).anyMatch(f -> f.contains("nested too deep"));
    assertThat(faults("a.yaml", "#" + "x".repeat(1 << 20)))
        .containsExactly("a.yaml: it has more than 1048576 bytes");
    assertThat(faults("a.yaml", "[".repeat(500_000)))
        .containsExactly("a.yaml: no YAML: nested too deep");
  }

  @Test
  void filesThatCannotBeReadAreFaults() throws Exception {
    assertThat(faults("a.json", "{}"))
        .containsExactly("a.json: expected a name that ends with .properties, .yaml or .yml");
    assertThat(faults(EngineConfiguration.builder().files(directory.resolve("none.yaml"))))
        .hasSize(1)
        .first()
        .asString()
        .startsWith("none.yaml: cannot be read: java.nio.file.NoSuchFileException");
    Path latin = Files.write(directory.resolve("l.yaml"), new byte[] {'a', ':', (byte) 0xE4});
    assertThat(faults(EngineConfiguration.builder().files(latin)))
        .containsExactly("l.yaml: it is not in UTF-8");
  }
}
