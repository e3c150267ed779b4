package dev.tachograph.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What recordings say of functions, for other tools, and against each other. */
class FunctionReportIT {
  private static final String LOOP = "function f(n) {\n  for (var i = 0; i < n; i++);\n}\n";

  private static final Path JAVA = ForkedJvm.jdks().get(0);

  @TempDir static Path directory;
  private static Path before;
  private static Path after;
  private static Path plain;

  @BeforeAll
  static void record() {
    before = recording("before.jfr", "attribution=function", LOOP + "f(10); f(4)");
    after =
        recording("after.jfr", "attribution=function", "\n" + LOOP + "function g() {}\nf(30); g()");
    plain = recording("plain.jfr", "", LOOP + "f(10)");
  }

  private static Path recording(String name, String options, String source) {
    Path file = directory.resolve(name);
    ForkedJvm.java(JAVA)
        .with("-XX:StartFlightRecording=filename=" + file)
        .withAgent(options)
        .withMain(ScriptHost.class, "shop.js=" + source)
        .run()
        .succeeded();
    return file;
  }

  @Test
  void tablesStacksAndProfilesHaveTheSameCounts() throws Exception {
    Path tables = directory.resolve("tables");
    Path stacks = directory.resolve("stacks");
    Path profile = directory.resolve("shop.pb.gz");
    String words =
        tool("report", before.toString(), "--csv", "" + tables, "--collapsed", "" + stacks)
            .with("--pprof", profile.toString())
            .run()
            .succeeded()
            .stdout();

    assertThat(words)
        .containsPattern("f \\(shop\\.js:1\\) for 'shop\\.js': iterations 14, functionCalls 2");
    List<String> functions = Files.readAllLines(tables.resolve("functions.csv"));
    assertThat(functions.get(0))
        .isEqualTo(
            "account,script,function,line,selfIterations,selfFunctionCalls,selfAllocatedBytes,"
                + "selfNativeSteps,selfCpuTimeNanos,totalIterations,totalFunctionCalls,"
                + "totalAllocatedBytes,totalNativeSteps,totalCpuTimeNanos");
    assertThat(functions).filteredOn(row -> row.startsWith("shop.js,shop.js,f,1,14,2,")).hasSize(1);
    assertThat(Files.readAllLines(tables.resolve("lines.csv")))
        .startsWith(
            "account,script,function,functionLine,line,iterations,functionCalls,allocatedBytes,"
                + "nativeSteps,cpuTimeNanos")
        .filteredOn(row -> row.startsWith("shop.js,shop.js,f,1,2,14,0,"))
        .hasSize(1);
    assertThat(stacks.resolve("iterations.collapsed"))
        .hasContent("shop.js;(script) (shop.js);f (shop.js:1) 14\n");
    assertThat(stacks.resolve("functionCalls.collapsed"))
        .hasContent("shop.js;(script) (shop.js);f (shop.js:1) 2\n");
    assertThat(Files.readAllBytes(profile)).startsWith(0x1f, 0x8b);

    ForkedJvm.Result none =
        tool("report", plain.toString(), "--pprof", directory.resolve("no.pb.gz").toString()).run();
    assertThat(none.exitCode()).isEqualTo(1);
    assertThat(none.stderr()).contains("no costs of functions", "attribution=function");
    assertThat(directory.resolve("no.pb.gz")).doesNotExist();
  }

  @Test
  void aDifferenceSaysWhichFunctionsCostMore() {
    String words =
        tool("diff", before.toString(), after.toString(), "--by", "iterations")
            .run()
            .succeeded()
            .stdout();
    assertThat(words)
        .contains(
            "Accounts compared: 'shop.js'",
            "Evaluations of theirs: 1 before, 1 after. Figures are for one evaluation.",
            "More expensive, by iterations of their own lines:\n"
                + "  f (shop.js:2): +16 (14 to 30, +114.3%); with what it calls +16 (",
            "  g (shop.js:5) (new): 0 in both");

    assertThat(
            tool("diff", before.toString(), after.toString(), "--json", "--limit", "1")
                .run()
                .succeeded()
                .stdout())
        .startsWith("{\n  \"by\": \"fuel\",")
        .contains("\"evaluationsAfter\": 1,", "\"lineBefore\": 1,", "\"lineAfter\": 2,");
  }

  @Test
  void wrongUseOfADifferenceIsExplained() {
    ForkedJvm.Result off = tool("diff", before.toString(), plain.toString()).run();
    assertThat(off.exitCode()).isEqualTo(1);
    assertThat(off.stderr()).startsWith(plain + ": no costs of functions");

    ForkedJvm.Result absent = tool("diff", before.toString(), "absent.jfr").run();
    assertThat(absent.exitCode()).isEqualTo(1);
    assertThat(absent.stderr().strip()).isEqualTo("absent.jfr: no such file");

    ForkedJvm.Result measure =
        tool("diff", before.toString(), after.toString(), "--by", "dreams").run();
    assertThat(measure.exitCode()).isEqualTo(2);
    assertThat(measure.stderr()).contains("'dreams' is none of [fuel, iterations,");

    ForkedJvm.Result account =
        tool("diff", before.toString(), after.toString(), "--account", "nobody").run();
    assertThat(account.exitCode()).isEqualTo(1);
    assertThat(account.stderr()).contains("no costs of functions of these accounts");

    assertThat(tool("diff", "--help").run().succeeded().stdout())
        .contains("BEFORE.jfr AFTER.jfr", "--by=COST", "Exit codes:");
  }

  private static ForkedJvm tool(String... arguments) {
    return ForkedJvm.java(JAVA)
        .with("-jar", System.getProperty("tachograph.agent.jar"))
        .with(arguments);
  }
}
