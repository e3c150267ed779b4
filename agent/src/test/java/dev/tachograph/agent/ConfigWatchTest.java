package dev.tachograph.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a configuration file that changes, looked at whenever a test says so. */
class ConfigWatchTest {
  private static final String RULE = "rule.1.script = *.js\nrule.1.account = js\n";

  private final List<AgentOptions> inForce = new ArrayList<>();

  @TempDir Path folder;
  private Path file;
  private Path log;
  private ConfigWatch watch;

  @BeforeEach
  void start() throws IOException {
    file = Files.writeString(folder.resolve("rules.properties"), RULE);
    log = folder.resolve("log");
    watch =
        new ConfigWatch(
            AgentOptions.parse("limit.iterations=7,config=" + file),
            options -> {
              inForce.add(options);
              return 3;
            },
            AgentLog.open(log));
    look(3);
    assertThat(inForce).isEmpty();
    assertThat(Files.readString(log)).as("nothing has changed").isEmpty();
  }

  private void look(int times) {
    for (int i = 0; i < times; i++) {
      watch.look();
    }
  }

  private String log() throws IOException {
    return Files.readString(log);
  }

  @Test
  void anotherVersionIsPutInForceWhenNobodyWritesAnyMore() throws IOException {
    Files.writeString(file, "rule.1.scr");
    look(1);
    Files.writeString(file, RULE + "account.js.limit.iterations=5\n");
    look(1);
    assertThat(inForce).as("it has just changed").isEmpty();
    look(4);
    assertThat(inForce).hasSize(1);
    assertThat(inForce.get(0).limitsByAccount().apply("js")).hasToString("limit.iterations=5");
    assertThat(inForce.get(0).limitsByAccount().apply("x"))
        .as("what is given directly stays")
        .hasToString("limit.iterations=7");
    assertThat(log())
        .containsOnlyOnce(" has changed and is in force: 1 rules, limits of 1 names; ")
        .contains("open accounts with other limits than before: 3");
  }

  @Test
  void aFaultyVersionIsRefusedAsAWholeAndSaidOnce() throws IOException {
    Files.writeString(file, "limit.fuel=5\n" + RULE + "account.js.limit.loops=5\n");
    look(5);
    assertThat(inForce).isEmpty();
    assertThat(log())
        .containsOnlyOnce(
            "WARNING: the new version is refused as a whole, and what was in force stays")
        .contains(
            "config=" + file + ", line 4: account.js.limit.loops=5: unknown resource 'loops'");
    Files.writeString(file, RULE);
    look(2);
    assertThat(inForce).isEmpty();
    assertThat(log()).contains(" is again what is in force");
  }

  @Test
  void aMissingFileChangesNothing() throws IOException {
    Files.delete(file);
    look(5);
    assertThat(inForce).isEmpty();
    assertThat(log()).containsOnlyOnce("WARNING").contains("cannot be read");
  }

  @Test
  void whatIsReadAtStartStays() throws IOException {
    Files.writeString(file, RULE + "attribution=function\n");
    look(2);
    Files.writeString(file, RULE + "log=elsewhere\n");
    look(2);
    assertThat(inForce).isEmpty();
    assertThat(log())
        .contains(", line 3: attribution cannot change while the JVM runs: put it back as it was")
        .contains(", line 3: log cannot change while the JVM runs");
  }

  @Test
  void theSameTextIsNoOtherVersion() throws IOException {
    Path same = Files.writeString(folder.resolve("same"), RULE);
    Files.delete(file);
    Files.move(same, file);
    look(3);
    assertThat(inForce).isEmpty();
    assertThat(log()).isEmpty();
  }
}
