package dev.tachograph.engine.jsr223;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tachograph.meter.MeteringUnavailableException;
import java.util.List;
import javax.script.ScriptEngine;
import javax.script.ScriptEngineFactory;
import javax.script.ScriptEngineManager;
import javax.script.ScriptException;
import org.junit.jupiter.api.Test;

/** In a JVM without the agent. */
class TachographScriptEngineFactoryTest {
  private final ScriptEngineManager manager = new ScriptEngineManager();

  @Test
  void itIsFoundByItsNameAlone() {
    List<ScriptEngineFactory> factories =
        manager.getEngineFactories().stream()
            .filter(factory -> factory instanceof TachographScriptEngineFactory)
            .toList();

    assertThat(factories).hasSize(1);
    ScriptEngineFactory factory = factories.get(0);
    assertThat(factory.getNames()).containsExactly("tachograph");
    assertThat(factory.getExtensions()).isEmpty();
    assertThat(factory.getMimeTypes()).isEmpty();
    assertThat(manager.getEngineByName("tachograph")).isInstanceOf(TachographScriptEngine.class);
    assertThat(manager.getEngineByName("javascript")).isNull();
    assertThat(manager.getEngineByName("rhino")).isNull();
    assertThat(manager.getEngineByExtension("js")).isNull();
  }

  @Test
  void withoutTheAgentEvaluationsFailWithTheRemedy() {
    ScriptEngine engine = manager.getEngineByName("tachograph");

    assertThatThrownBy(() -> engine.eval("1"))
        .isInstanceOf(ScriptException.class)
        .hasCauseInstanceOf(MeteringUnavailableException.class)
        .hasMessageContaining("start the JVM with -javaagent:tachograph-agent.jar");
  }

  @Test
  void itDescribesItself() {
    ScriptEngineFactory factory = new TachographScriptEngineFactory();

    assertThat(factory.getParameter(ScriptEngine.NAME)).isEqualTo("tachograph");
    assertThat(factory.getParameter(ScriptEngine.ENGINE)).isEqualTo("Tachograph");
    assertThat(factory.getParameter(ScriptEngine.ENGINE_VERSION))
        .isEqualTo(factory.getEngineVersion());
    assertThat(factory.getParameter(ScriptEngine.LANGUAGE)).isEqualTo("ECMAScript");
    assertThat(factory.getParameter(ScriptEngine.LANGUAGE_VERSION)).isEqualTo("6");
    assertThat(factory.getParameter("THREADING")).isEqualTo("MULTITHREADED");
    assertThat(factory.getParameter("unknown")).isNull();
  }

  @Test
  void itWritesScripts() {
    ScriptEngineFactory factory = new TachographScriptEngineFactory();

    assertThat(factory.getMethodCallSyntax("list", "push", "1", "x")).isEqualTo("list.push(1, x)");
    assertThat(factory.getMethodCallSyntax("list", "pop")).isEqualTo("list.pop()");
    assertThat(factory.getOutputStatement("a \"b\" \\ c\n"))
        .isEqualTo("print(\"a \\\"b\\\" \\\\ c\\u000a\")");
    assertThat(factory.getProgram("var a = 1", "a + 1")).isEqualTo("var a = 1;\na + 1;\n");
  }
}
