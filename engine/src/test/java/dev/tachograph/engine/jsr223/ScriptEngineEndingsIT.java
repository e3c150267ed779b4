package dev.tachograph.engine.jsr223;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tachograph.engine.ScriptError;
import dev.tachograph.meter.EvaluationDeniedError;
import dev.tachograph.meter.EvaluationRecord;
import dev.tachograph.meter.LimitExceededError;
import dev.tachograph.meter.Limits;
import dev.tachograph.meter.Metering;
import dev.tachograph.meter.Resource;
import dev.tachograph.meter.ResourceTracker;
import java.io.IOException;
import java.io.StringWriter;
import java.io.Writer;
import javax.script.Compilable;
import javax.script.ScriptContext;
import javax.script.ScriptEngine;
import javax.script.ScriptException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Output, errors, limits, and settings that are wrong. */
class ScriptEngineEndingsIT extends ScriptEngineFixture {
  @Test
  void writersGetWhatTheScriptPrints() throws Exception {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    engine.getContext().setWriter(out);
    engine.getContext().setErrorWriter(err);

    engine.eval(
        "print('a', 1); console.log('b'); console.info('c'); console.debug('d');"
            + "console.warn('e'); console.error('f')");

    assertThat(out.toString().lines()).containsExactly("a 1", "b", "c", "d");
    assertThat(err.toString().lines()).containsExactly("e", "f");
    assertThat(tracker().usage().get(Resource.OUTPUT_BYTES)).isEqualTo(4 + 5 * 2);
    engine.eval(engine.getFactory().getOutputStatement("it's \"quoted\" \\"));
    assertThat(out.toString()).endsWith("it's \"quoted\" \\" + System.lineSeparator());
    assertThat(engine.getBindings(ScriptContext.ENGINE_SCOPE)).doesNotContainKey("print");
  }

  @Test
  void aWriterThatFailsFailsTheEvaluation() {
    engine
        .getContext()
        .setWriter(
            new Writer() {
              @Override
              public void write(char[] text, int offset, int length) throws IOException {
                throw new IOException("disk full");
              }

              @Override
              public void flush() {}

              @Override
              public void close() {}
            });

    assertThatThrownBy(() -> engine.eval("try { print('x') } catch (e) {} y = 1"))
        .isInstanceOf(ScriptException.class)
        .hasCauseInstanceOf(IOException.class)
        .hasMessageContaining("disk full");
    assertThat(engine.get("y")).isNull();
  }

  @Test
  void errorsSayWhere() throws Exception {
    engine.put(ScriptEngine.FILENAME, "rules/vat.js");

    ScriptException syntax = failure("var a = 1;\nvar b = ;");
    assertThat(syntax)
        .hasMessage("syntax error in rules/vat.js at line number 2 at column number 9");
    assertThat(syntax.getFileName()).isEqualTo("rules/vat.js");
    assertThat(syntax.getLineNumber()).isEqualTo(2);
    assertThat(syntax.getColumnNumber()).isEqualTo(9);

    ScriptException thrown = failure("function f() {\n  throw new TypeError('no');\n}\nf();");
    assertThat(thrown).hasMessage("TypeError: no in rules/vat.js at line number 2");
    assertThat(thrown.getColumnNumber()).isEqualTo(-1);
    ScriptError error = error(thrown);
    assertThat(error.kind()).isEqualTo(ScriptError.Kind.RUNTIME);
    assertThat(error.stack()).containsExactly("f (rules/vat.js:2)", "rules/vat.js:4");

    assertThat(tracker().history())
        .extracting(EvaluationRecord::script)
        .contains("rules/vat.js")
        .doesNotContain("script");
  }

  @Test
  void withoutAFileNameScriptsAreCalledScript() {
    assertThat(failure("throw new Error('x')")).hasMessage("Error: x in script at line number 1");
  }

  @Test
  void limitsStopTheScript() {
    engine.put("tachograph.limits", "limit.iterations=1_000");

    ScriptException stopped = failure("while (true) {}");

    assertThat(stopped)
        .hasCauseInstanceOf(LimitExceededError.class)
        .hasMessage(
            "stopped: iterations used 1001, limit 1000, script script, at script:1;"
                + " raise limit.iterations to allow more");
    assertThat(tracker().usage().get(Resource.ITERATIONS)).isEqualTo(1001);
  }

  @Test
  void aUsedUpAccountIsDenied() throws Exception {
    engine.put("tachograph.limits", Limits.parse("total.evaluations=1"));
    engine.eval("1");

    assertThat(failure("2")).hasCauseInstanceOf(EvaluationDeniedError.class);
    assertThat(breach("2").resource()).isEqualTo(Resource.EVALUATIONS);
  }

  @Test
  void whatIsNotLimitedKeepsItsDefault() throws Exception {
    engine.put("tachograph.limits", "limit.iterations=7,total.cpuTime=1s");
    engine.eval("1");
    assertThat(tracker().limits())
        .isEqualTo(
            Limits.parse(
                "limit.iterations=7,total.cpuTime=1s,limit.cpuTime=1s,limit.wallTime=30s,"
                    + "limit.allocatedBytes=64m,limit.stackDepth=1000,limit.outputBytes=1m"));

    engine.put("tachograph.limits", null);
    engine.eval("1");
    assertThat(tracker().limits())
        .isEqualTo(
            Limits.parse(
                "limit.cpuTime=5s,limit.wallTime=30s,"
                    + "limit.allocatedBytes=64m,limit.stackDepth=1000,limit.outputBytes=1m"));
  }

  @Test
  void theAccountHasADefault() throws Exception {
    ResourceTracker standard = Metering.tracker("script-engine");
    long before = standard.usage().get(Resource.EVALUATIONS);
    manager.getEngineByName("tachograph").eval("1");
    assertThat(standard.usage().get(Resource.EVALUATIONS)).isEqualTo(before + 1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "tachograph.limits | limit.loops=1 | tachograph.limits: ",
        "tachograph.limits | limit.iterations=many | limit.iterations",
        "tachograph.account | '' | tachograph.account is to be the name of an account",
      })
  void wrongSettingsAreNamed(String key, String value, String message) {
    engine.put(key, value);

    assertThatThrownBy(() -> engine.eval("1"))
        .isInstanceOf(ScriptException.class)
        .hasMessageContaining(message);
    assertThatThrownBy(() -> ((Compilable) engine).compile("1"))
        .isInstanceOf(ScriptException.class)
        .hasMessageContaining(message);
  }

  @Test
  void settingsOfAnotherTypeAreNamed() {
    engine.put("tachograph.limits", 5);
    assertThat(failure("1"))
        .hasMessage(
            "tachograph.limits is to be a text such as limit.cpuTime=1s, or a"
                + " dev.tachograph.meter.Limits, but is class java.lang.Integer");
    engine.put("tachograph.limits", null);
    engine.put("tachograph.account", 5);
    assertThat(failure("1"))
        .hasMessage(
            "tachograph.account is to be the name of an account, but is class java.lang.Integer");
  }
}
