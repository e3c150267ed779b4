package dev.tachograph.engine.jsr223;

import java.util.List;
import java.util.Locale;
import javax.script.ScriptEngine;
import javax.script.ScriptEngineFactory;
import org.jspecify.annotations.Nullable;

/**
 * Finds the engine by the name {@code tachograph}, for {@link javax.script.ScriptEngineManager}.
 *
 * <p>It has neither extensions nor media types, and no name that says JavaScript: who asks for
 * {@code js} did not ask for a sandbox. It can be listed where scripts are not metered; there,
 * evaluations fail.
 */
public final class TachographScriptEngineFactory implements ScriptEngineFactory {
  private static final String NAME = "tachograph";

  /** For {@link java.util.ServiceLoader}. */
  public TachographScriptEngineFactory() {}

  @Override
  public String getEngineName() {
    return "Tachograph";
  }

  @Override
  public String getEngineVersion() {
    String own = TachographScriptEngineFactory.class.getPackage().getImplementationVersion();
    return own == null ? "(unpackaged)" : own;
  }

  @Override
  public List<String> getExtensions() {
    return List.of();
  }

  @Override
  public List<String> getMimeTypes() {
    return List.of();
  }

  @Override
  public List<String> getNames() {
    return List.of(NAME);
  }

  @Override
  public String getLanguageName() {
    return "ECMAScript";
  }

  @Override
  public String getLanguageVersion() {
    return "6";
  }

  /**
   * As the specification says. {@code THREADING} is {@code MULTITHREADED}: scripts may run at once,
   * and what one leaves in shared bindings is seen by those that start later.
   */
  @Override
  public @Nullable Object getParameter(String key) {
    return switch (key) {
      case ScriptEngine.ENGINE -> getEngineName();
      case ScriptEngine.ENGINE_VERSION -> getEngineVersion();
      case ScriptEngine.LANGUAGE -> getLanguageName();
      case ScriptEngine.LANGUAGE_VERSION -> getLanguageVersion();
      case ScriptEngine.NAME -> NAME;
      case "THREADING" -> "MULTITHREADED";
      default -> null;
    };
  }

  @Override
  public String getMethodCallSyntax(String object, String method, String... arguments) {
    return object + "." + method + "(" + String.join(", ", arguments) + ")";
  }

  @Override
  public String getOutputStatement(String toDisplay) {
    StringBuilder statement = new StringBuilder("print(\"");
    for (int i = 0; i < toDisplay.length(); i++) {
      char unit = toDisplay.charAt(i);
      if (unit == '"' || unit == '\\') {
        statement.append('\\').append(unit);
      } else if (unit < ' ' || unit == '\u2028' || unit == '\u2029') {
        statement.append(String.format(Locale.ROOT, "\\u%04x", (int) unit));
      } else {
        statement.append(unit);
      }
    }
    return statement.append("\")").toString();
  }

  @Override
  public String getProgram(String... statements) {
    StringBuilder program = new StringBuilder();
    for (String statement : statements) {
      program.append(statement).append(";\n");
    }
    return program.toString();
  }

  @Override
  public ScriptEngine getScriptEngine() {
    return new TachographScriptEngine(this);
  }
}
