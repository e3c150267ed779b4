package dev.tachograph.engine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What scripts get, what they give back, and how they fail. */
class RunIT {
  @TempDir private Path directory;

  @Test
  void filesShareAScopeAndPrintToStandardOutput() throws Exception {
    write("one.js", "#!/usr/bin/env tachograph\nvar größe = 'größe \uD835\uDCB3';");
    write("two.js", "\uFEFFprint(größe, 1.0, [1, 2], null, undefined); print();");

    Cli run = Cli.tachograph(directory, "run", "one.js", "two.js");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out().lines()).containsExactly("größe \uD835\uDCB3 1 1,2 null undefined", "");
    assertThat(run.err())
        .startsWith("usage: iterations=0, functionCalls=0, ")
        .contains("evaluations=2, cpuTime=");
  }

  @Test
  void jsonHasStandardOutputForItself() throws Exception {
    write("value.js", "print('hello'); ({ a: [1, 'ä\\ud800', 1 / 0], f: print, u: undefined })");

    Cli run = Cli.tachograph(directory, "run", "--json", "value.js");

    assertThat(run.err()).isEqualToIgnoringNewLines("hello");
    assertThat(run.json().at("/value").toString()).isEqualTo("{\"a\":[1,\"ä\uD800\",null]}");
    assertThat(run.json().at("/error").isNull()).isTrue();
    assertThat(run.json().at("/breach").isNull()).isTrue();
  }

  @Test
  void aValueWithoutJsonIsNullAndSaysSo() throws Exception {
    write("cycle.js", "var a = {}; a.a = a;");

    Cli run = Cli.tachograph(directory, "run", "--json", "cycle.js");

    assertThat(run.exitCode()).isZero();
    assertThat(run.json().at("/value").isNull()).isTrue();
    assertThat(run.err()).contains("cycle.js is shown as null").contains("it contains itself");
  }

  @Test
  void aSyntaxErrorShowsThePlace() throws Exception {
    write("ran.js", "print('ran');");
    write("bad.js", "#!/bin/x\nvar a = 1;\n\tvar ä = ;\n");

    Cli run = Cli.tachograph(directory, "run", "ran.js", "bad.js", "ran.js");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).isEqualToIgnoringNewLines("ran");
    assertThat(run.err().lines())
        .startsWith("tachograph: bad.js:3:10: syntax error", "    \tvar ä = ;", "    \t        ^");
  }

  @Test
  void anErrorHasItsPlaceAndStack() throws Exception {
    write("error.js", "function f() {\n  null.x;\n}\nf();");

    Cli run = Cli.tachograph(directory, "run", "--json", "error.js");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.json().at("/outcome").asText()).isEqualTo("failed");
    assertThat(run.json().at("/error").toString())
        .isEqualTo(
            "{\"kind\":\"runtime\",\"message\":\"TypeError: Cannot read property \\\"x\\\" from null\","
                + "\"file\":\"error.js\",\"line\":2,\"column\":null,\"lineSource\":\"  null.x;\","
                + "\"stack\":[\"f (error.js:2)\",\"error.js:4\"]}");
    assertThat(run.err()).isEmpty();
  }

  @Test
  void anErrorInAPromiseIsNotLost() throws Exception {
    write("promise.js", "Promise.resolve().then(function () { throw new Error('late'); }); 1");

    Cli run = Cli.tachograph(directory, "run", "promise.js");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("promise.js: unhandled promise rejection: Error: late");
  }

  @Test
  void scriptsGetNoJava() throws Exception {
    write(
        "java.js",
        """
        print(typeof Packages, typeof java, typeof JavaAdapter, typeof importClass);
        try { null.x } catch (e) { print(typeof e.javaException, typeof e.rhinoException); }
        try { print.getClass() } catch (e) { print(e.name); }
        """);

    Cli run = Cli.tachograph(directory, "run", "java.js");

    assertThat(run.out().lines())
        .containsExactly(
            "undefined undefined undefined undefined", "undefined undefined", "TypeError");
  }

  @Test
  void deepRecursionWorksAndEndlessOneEndsBeforeTheStackDoes() throws Exception {
    write("deep.js", "function down(n) { return n < 1 ? 0 : 1 + down(n - 1); } down(20000);");
    write("endless.js", "function endless() { return 1 + endless(); }\nendless();");
    String any = "--max-stack-depth=unlimited";

    Cli deep = Cli.tachograph(directory, "run", any, "--json", "deep.js");
    Cli endless = Cli.tachograph(directory, "run", any, "endless.js");
    Cli byDefault = Cli.tachograph(directory, "run", "endless.js");

    assertThat(deep.json().at("/value").asInt()).isEqualTo(20000);
    assertThat(deep.json().at("/usage/stackDepth").asInt()).isEqualTo(20002);
    assertThat(endless.exitCode()).isEqualTo(3);
    assertThat(endless.err())
        .contains("endless.js was stopped: it needs more stackBytes than it may use")
        .contains("function: endless")
        .contains("remedy:   allow more with --max-stack-bytes SIZE");
    assertThat(byDefault.exitCode()).isEqualTo(3);
    assertThat(byDefault.err()).contains("used:     1001").contains("--max-stack-depth N");
  }

  @ParameterizedTest
  @CsvSource({
    "compiled, this JVM has no more stack to give, 'allow a stack of that size with'",
    "interpreted, it needs more stackDepth than any JVM can give, none but a change of the script"
  })
  void withoutAnyLimitTheJvmsOwnEndStopsAScript(String mode, String reason, String remedy)
      throws Exception {
    write("endless.js", "function endless() { return 1 + endless(); }\nendless();");

    Cli run =
        Cli.tachograph(
            directory,
            "run",
            "--max-stack-depth=unlimited",
            "--max-stack-bytes=unlimited",
            "--mode=" + mode,
            "endless.js");

    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.err()).contains("endless.js was stopped: " + reason).contains(remedy);
  }

  @Test
  void aFullHeapStopsTheScript() throws Exception {
    write("greedy.js", "var a = []; while (true) a.push(new Array(10000).join('x') + a.length);");
    List<String> small =
        List.of(
            "-Xmx64m",
            "-jar",
            Cli.jar(),
            "run",
            "--max-memory=unlimited",
            "--cpu=unlimited",
            "--wall=unlimited",
            "--json",
            "greedy.js");

    Cli run = Cli.java(Jdks.own(), directory, small);

    assertThat(run.exitCode()).as(run.err()).isEqualTo(3);
    assertThat(run.json().at("/breach/kind").asText()).isEqualTo("exhausted");
    assertThat(run.json().at("/breach/resource").asText()).isEqualTo("allocatedBytes");
    assertThat(run.json().at("/breach/limit").isNull()).isTrue();
    assertThat(run.json().at("/usage/allocatedBytes").asLong()).isGreaterThan(8 << 20);
  }

  @Test
  void aSignalEndsARunInGoodOrder() throws Exception {
    write("runaway.js", "print('started'); while (true) {}");
    Path out = Files.createFile(directory.resolve("out"));
    Path err = Files.createFile(directory.resolve("err"));
    List<String> command =
        List.of(
            "-jar",
            Cli.jar(),
            "run",
            "--cpu=unlimited",
            "--wall=unlimited",
            "--json",
            "runaway.js");
    Process process = Cli.start(Jdks.own(), directory, command, out, err);

    while (process.isAlive() && Files.size(err) == 0) {
      Thread.sleep(20);
    }
    process.destroy();

    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    Cli run = Cli.of(process, out, err);
    assertThat(run.exitCode()).isEqualTo(5);
    assertThat(run.json().at("/outcome").asText()).isEqualTo("cancelled");
  }

  @Test
  void helpAndVersion() throws Exception {
    Cli help = Cli.tachograph(directory, "run", "--help");
    Cli version = Cli.tachograph(directory, "--version");

    assertThat(help.exitCode()).isZero();
    assertThat(help.out()).contains("--max-iterations=N").contains("Exit codes:");
    assertThat(version.exitCode()).isZero();
    assertThat(version.out()).matches("tachograph \\d.*\\(Java .*\\)\\R");
  }

  private void write(String name, String script) throws Exception {
    Files.writeString(directory.resolve(name), script);
  }
}
