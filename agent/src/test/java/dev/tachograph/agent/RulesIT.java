package dev.tachograph.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A file of rules that changes while an unmodified program runs. */
@Timeout(value = 1, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RulesIT {
  private static final String RULES =
      """
      limit.iterations = 50
      rule.1.script = plugins/*.js
      rule.1.account = plugins
      rule.2.thread = web-*
      rule.2.account = web
      rule.3.factory = *RulesHost$Acme
      rule.3.account = acme
      rule.4.script = tenants/*/?*.js
      rule.4.account = tenant-{1}
      account.tenant-*.limit.iterations = 10
      """;
  private static final String WIDE =
      """
      account.plugins.limit.iterations = 100
      account.web.limit.iterations = unlimited
      """;

  @TempDir Path folder;
  private Process process;
  private BufferedReader out;
  private PrintWriter in;

  private void start(Path config, Path report) throws IOException {
    process =
        ForkedJvm.java(ForkedJvm.jdks().get(0))
            .withAgent("config=" + config + ",report=" + report)
            .withMain(RulesHost.class)
            .start();
    out = process.inputReader();
    in = new PrintWriter(process.outputWriter(), true);
  }

  @AfterEach
  void stop() {
    process.destroyForcibly();
  }

  /** Reads until every one of these texts was in a line; returns those lines in this order. */
  private List<String> await(String... texts) throws IOException {
    List<String> lines = new ArrayList<>();
    while (true) {
      List<String> found = new ArrayList<>();
      for (String text : texts) {
        lines.stream().filter(line -> line.contains(text)).findFirst().ifPresent(found::add);
      }
      if (found.size() == texts.length) {
        return found;
      }
      String line = out.readLine();
      assertThat(line).as("the program goes on after %s", lines).isNotNull();
      lines.add(line);
    }
  }

  /** What becomes of a loop of so many rounds. */
  private String loop(String thread, String script, int rounds) throws IOException {
    in.println(thread + " " + script + " for (var i = 0; i < " + rounds + "; i++); i");
    return await(script + " -> ").get(0);
  }

  private void assertLimit(int limit, String thread, String script) throws IOException {
    assertThat(loop(thread, script, limit)).isEqualTo(script + " -> " + limit);
    assertThat(loop(thread, script, limit + 1))
        .contains("iterations used %d, limit %d, script ".formatted(limit + 1, limit));
  }

  @Test
  void rulesChangeWhileScriptsRun() throws Exception {
    Path config = folder.resolve("rules.properties");
    Path report = folder.resolve("report.json");
    Files.writeString(config, RULES + WIDE);
    start(config, report);
    assertLimit(100, "main", "plugins/a.js");
    assertLimit(10, "main", "tenants/7/a.js");
    assertLimit(50, "main", "acme/a.js");
    assertLimit(50, "main", "other.js");
    assertThat(loop("web-1", "fast.js", 1_000)).isEqualTo("fast.js -> 1000");
    in.println("web-2 spin.js java.lang.System.out.println('spinning'); while (true);");
    await("spinning");

    Files.writeString(config, RULES + WIDE.replace("unlimited", "2_000"));
    assertThat(await("config=" + config + " has changed and is in force", "spin.js -> ").get(1))
        .contains("limit 2000, script spin.js", "raise limit.iterations");
    assertLimit(2_000, "web-1", "fast.js");

    Files.writeString(config, RULES.replace("rule.2.thread", "rule.2.tread"));
    assertThat(await("WARNING: ").get(0))
        .contains("is refused as a whole, and what was in force stays: config=" + config)
        .contains(", line 4: unknown key 'rule.2.tread': expected rule.<number>.");
    assertLimit(100, "main", "plugins/a.js");
    assertLimit(2_000, "web-1", "fast.js");

    Files.writeString(config, RULES.replace("tenant-{1}", "tenants"));
    await(
        "is in force: 4 rules, limits of 1 names; open accounts with other limits than before: 2");
    assertLimit(50, "main", "plugins/a.js");
    assertLimit(50, "web-1", "fast.js");
    assertLimit(50, "main", "tenants/7/a.js");

    in.close();
    assertThat(process.waitFor()).isZero();
    assertThat(Files.readString(report))
        .contains(
            "\"id\": \"acme\"",
            "\"id\": \"other.js\"",
            "\"id\": \"plugins\"",
            "\"id\": \"tenant-7\"",
            "\"id\": \"tenants\"",
            "\"id\": \"web\"")
        .doesNotContain("\"id\": \"plugins/a.js\"", "\"id\": \"fast.js\"", "\"id\": \"tachograph");
  }
}
