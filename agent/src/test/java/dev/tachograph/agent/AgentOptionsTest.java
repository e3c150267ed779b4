package dev.tachograph.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tachograph.meter.Limits;
import dev.tachograph.meter.Resource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AgentOptionsTest {
  @Test
  void nothingIsRequired() {
    AgentOptions options = AgentOptions.parse("");
    assertThat(options.report()).isNull();
    assertThat(options.log()).isNull();
    assertThat(options.accounts()).isEqualTo(AccountRule.SCRIPT);
    assertThat(options.limits()).isEqualTo(Limits.unlimited());
    assertThat(options.interruptCancels()).isFalse();
  }

  @Test
  void readsEverything() {
    AgentOptions options =
        AgentOptions.parse(
            "report=r.json,log=a.log,interrupt=cancel,account=name:tenant 1,limit.iterations=1_000,"
                + "total.functionCalls=5,total.evaluations=7,limit.memoryBytes=64m,limit.cpuTime=5s");
    assertThat(options.report()).isAbsolute().hasFileName("r.json");
    assertThat(options.log()).hasFileName("a.log");
    assertThat(options.accounts()).isEqualTo(new AccountRule(AccountRule.Kind.NAME, "tenant 1"));
    assertThat(options.interruptCancels()).isTrue();
    assertThat(AgentOptions.parse("interrupt=ignore").interruptCancels()).isFalse();
    assertThat(AgentOptions.parse("unproven=report").runsUnproven()).isTrue();
    assertThat(AgentOptions.parse("unproven=refuse").runsUnproven()).isFalse();
    assertThat(AgentOptions.parse("").runsUnproven()).isFalse();
    assertThat(options.limits())
        .isEqualTo(
            Limits.builder()
                .perEvaluation(Resource.ITERATIONS, 1_000)
                .total(Resource.FUNCTION_CALLS, 5)
                .total(Resource.EVALUATIONS, 7)
                .perEvaluation(Resource.ALLOCATED_BYTES, 64 << 20)
                .perEvaluation(Resource.CPU_TIME, 5_000_000_000L)
                .build());
  }

  @Test
  void aFileIsReadFirstAndWhatIsGivenDirectlyWins(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("tachograph.properties");
    Files.writeString(file, "limit.iterations = 10\naccount = thread\n# a comment\n");
    AgentOptions options = AgentOptions.parse("limit.iterations=20,config=" + file);
    assertThat(options.accounts().kind()).isEqualTo(AccountRule.Kind.THREAD);
    assertThat(options.limits().perEvaluation(Resource.ITERATIONS)).hasValue(20);

    Files.writeString(file, "limit.memoryBytes = 1m");
    AgentOptions same = AgentOptions.parse("limit.allocatedBytes=2m,config=" + file);
    assertThat(same.limits().perEvaluation(Resource.ALLOCATED_BYTES)).hasValue(2 << 20);
  }

  @Test
  void aFileMayHaveRulesAndLimitsOfAccounts(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("tachograph.properties");
    Files.writeString(
        file,
        """
        account = thread
        limit.iterations = 10
        rule.1.script = plugins/*.js
        rule.1.account = plugins
        account.plugins.limit.iterations = 5
        """);
    AgentOptions options = AgentOptions.parse("limit.iterations=20,config=" + file);
    assertThat(options.rules().account("plugins/a.js", "main", "")).isEqualTo("plugins");
    assertThat(options.limitsByAccount().apply("plugins")).hasToString("limit.iterations=5");
    assertThat(options.limitsByAccount().apply("main")).hasToString("limit.iterations=20");
  }

  @Test
  void theFileInTheDocumentationIsOne(@TempDir Path folder) throws IOException {
    String page = Files.readString(Path.of("../docs/rules.md"));
    String block = page.substring(page.indexOf("```properties\n") + "```properties\n".length());
    Path file = folder.resolve("tachograph.properties");
    Files.writeString(file, block.substring(0, block.indexOf("```")));
    AgentOptions options = AgentOptions.parse("config=" + file);
    assertThat(options.rules().account("plugins/a.js", "main", "")).isEqualTo("plugins");
    assertThat(options.rules().account("a.js", "http-nio-8080-exec-1", "com.acme.Factory"))
        .isEqualTo("web");
    assertThat(options.rules().account("tenants/7/a.js", "main", "")).isEqualTo("tenant-7");
    assertThat(options.rules().account("tenants.js", "main", "")).isNull();
    assertThat(options.limitsByAccount().apply("tenant-7")).hasToString("limit.cpuTime=5s");
    assertThat(options.limitsByAccount().apply("tenant-8"))
        .hasToString("limit.iterations=50000,limit.cpuTime=5s");
  }

  @Test
  void saysWhichLineOfAFileIsWrong(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("tachograph.properties");
    String config = "config=" + file;
    Files.writeString(file, "\nlimit.loops = 1\n");
    assertThatThrownBy(() -> AgentOptions.parse(config))
        .hasMessageStartingWith(config + ", line 2: unknown resource 'loops'");
    Files.writeString(file, "limit.fuel = 5\ntotal.fuel = 4");
    assertThatThrownBy(() -> AgentOptions.parse(config))
        .hasMessageStartingWith(config + ": limit.fuel=5 contradicts total.fuel=4");
    Files.writeString(file, "config = other");
    assertThatThrownBy(() -> AgentOptions.parse(config))
        .hasMessageStartingWith(config + ", line 1: a config may not name another config");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "limits.iterations=1 | unknown option 'limits.iterations'",
        "rule.1.script=a | rule.<number>. and account.<name>. belong into the file that config names",
        "limit.loops=1 | unknown resource 'loops'",
        "limit.iterations=many | limit.iterations=many: expected a whole number",
        "limit.iterations= | limit.iterations=(nothing)",
        "limit.iterations=-1 | limit.iterations=-1: expected a whole number",
        "limit.iterations=1k | limit.iterations=1k: expected a whole number",
        "limit.cpuTime=5 | limit.cpuTime=5: expected a duration",
        "limit.memoryBytes=5s | limit.memoryBytes=5s: expected a number of bytes",
        "total.stackDepth=5 | limit each evaluation with limit.stackDepth instead",
        "limit.iterations=9223372036854775808 | larger than the largest count",
        "limit.iterations=5,total.iterations=4 | limit.iterations=5 contradicts total.iterations=4",
        "limit.memoryBytes=1m,limit.allocatedBytes=2m | contradicts limit.memoryBytes=1m: both are",
        "total.allocatedBytes=1m,total.memoryBytes=1m | contradicts total.allocatedBytes=1m: both are",
        "limit.evaluations=5 | limit the account with total.evaluations instead",
        "account=me | account=me: expected script, thread, factory or name:SOMETHING",
        "account=name: | account=name:: expected",
        "interrupt=yes | interrupt=yes: expected ignore or cancel",
        "interrupt= | interrupt=: expected ignore or cancel",
        "unproven=run | unproven=run: expected refuse or report",
        "attribution=line | attribution=line: expected none or function",
        "report= | report= names no file",
        "report | 'report' is not an option",
        "log=a,log=b | option 'log' is given twice",
        "config=does-not-exist | config=",
      })
  void saysWhatIsWrong(String options, String message) {
    assertThatThrownBy(() -> AgentOptions.parse(options))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"script", "thread", "factory"})
  void knowsWhoMayPay(String rule) {
    assertThat(AccountRule.parse(rule).kind().name()).isEqualToIgnoringCase(rule);
  }

  @Test
  void countsOnlySomeResourcesAndThenLimitsNothing(@TempDir Path folder) throws IOException {
    assertThat(AgentOptions.parse("").only().isAll()).isTrue();
    AgentOptions some = AgentOptions.parse("only=functionCalls+iterations,account=thread");
    assertThat(some.only()).hasToString("iterations+functionCalls");
    for (String limit :
        List.of("limit.cpuTime=5s", "total.evaluations=3", "total.fuel=9,refill.fuel=9/1m")) {
      assertThatThrownBy(() -> AgentOptions.parse("only=stack," + limit))
          .hasMessageContaining(limit.substring(0, limit.indexOf('=')))
          .hasMessageEndingWith(
              " contradicts only=stack, where nothing can be limited: leave the limits out, or leave"
                  + " only out to count and limit everything");
    }
    assertThatThrownBy(() -> AgentOptions.parse("interrupt=cancel,only=iterations"))
        .hasMessage(
            "interrupt=cancel contradicts only=iterations, where nothing can be stopped: leave one of"
                + " them out");
    assertThat(AgentOptions.parse("interrupt=ignore,only=iterations").interruptCancels()).isFalse();
    assertThatThrownBy(() -> AgentOptions.parse("attribution=function,only=iterations"))
        .hasMessage(
            "only=iterations contradicts attribution=function, which needs all counts: leave one of"
                + " them out");

    Path file = folder.resolve("tachograph.properties");
    Files.writeString(file, "only = stack\nlimit.iterations = 10\n");
    assertThatThrownBy(() -> AgentOptions.parse("config=" + file))
        .hasMessageStartingWith("config=" + file + ": limit.iterations=10 contradicts only=stack");
    Files.writeString(file, "account.a.total.iterations = 10\n");
    assertThatThrownBy(() -> AgentOptions.parse("only=stack,config=" + file))
        .hasMessageStartingWith(
            "config=" + file + ", line 1: account.a.total.iterations=10 contradicts only=stack");
  }

  @Test
  void whatIsCountedCannotChange() {
    AgentOptions some = AgentOptions.parse("only=iterations");
    some.requireSameFor(AgentOptions.parse("only=iterations,account=thread"));
    for (String other : List.of("", "limit.iterations=5", "only=iterations+stack")) {
      assertThatThrownBy(() -> some.requireSameFor(AgentOptions.parse(other)))
          .hasMessageStartingWith("only cannot change while the JVM runs");
    }
  }
}
