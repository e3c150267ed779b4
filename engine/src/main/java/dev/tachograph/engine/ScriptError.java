package dev.tachograph.engine;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.mozilla.javascript.RhinoException;
import org.mozilla.javascript.ScriptStackElement;

/**
 * Why a script failed, and where. Immutable; made while the script's evaluation is still metered,
 * so that reading it runs no code of the script's.
 *
 * @param kind what sort of failure
 * @param message in one line if the script left it at that
 * @param file the source name; {@code null} when no script is to blame, or the policy keeps it
 * @param line from 1; 0 when it is unknown
 * @param column from 1; 0 when it is unknown, as it is at run time
 * @param lineSource the text of that line; {@code null} when it is unknown
 * @param stack the script functions that were running, innermost first
 * @param cause what a host function threw, or Rhino, for the host's eyes; {@code null} unless the
 *     policy is {@link ErrorPolicy#FULL}
 */
public record ScriptError(
    Kind kind,
    String message,
    @Nullable String file,
    int line,
    int column,
    @Nullable String lineSource,
    List<String> stack,
    @Nullable Throwable cause) {
  private static final int STACK_LIMIT = 50;
  private static final int LONGEST_MESSAGE = 10_000;

  /** Of a file's or a function's name, which scripts may choose where code comes from strings. */
  private static final int LONGEST_NAME = 200;

  /** What sort of failure. */
  public enum Kind {
    /** The source, or that of a module, does not parse: nothing of that ran. */
    SYNTAX,
    /** The environment does not allow the source, or a module: nothing of that ran. */
    REFUSED,
    /** The script threw something, or an operation of it failed. */
    RUNTIME,
    /** A promise was rejected and nobody handled it, or nothing is left to settle the result. */
    REJECTION,
    /** A host function, or a resolver of modules, failed, and the script did not handle that. */
    HOST,
    /** The result cannot leave the sandbox: too large, too deep, or it contains itself. */
    OUTPUT,
    /** A class that was made of the script cannot be metered, and was refused; says the remedy. */
    UNMETERED,
    /** Rhino failed; the script may have provoked that. */
    INTERNAL;

    /** The name in JSON, for example {@code syntax}. */
    public String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** One without a cause. */
  public ScriptError(
      Kind kind,
      String message,
      @Nullable String file,
      int line,
      int column,
      @Nullable String lineSource,
      List<String> stack) {
    this(kind, message, file, line, column, lineSource, stack, null);
  }

  static ScriptError of(Kind kind, String message, ScriptSource source) {
    return new ScriptError(kind, cut(message), source.name(), 0, 0, null, List.of(), null);
  }

  /**
   * Reads an error that Rhino reported while it ran {@code running}. May run script code, such as
   * the {@code toString} of what was thrown, so it belongs into the evaluation.
   */
  static ScriptError of(Kind kind, RhinoException failure, ScriptSource running) {
    String file = failure.sourceName() == null ? running.name() : failure.sourceName();
    String lineSource = failure.lineSource();
    if (lineSource == null && file.equals(running.name()) && failure.lineNumber() > 0) {
      lineSource = running.line(failure.lineNumber());
    }
    return new ScriptError(
        kind,
        text(failure),
        file.equals(running.name()) ? file : cut(file, LONGEST_NAME),
        failure.lineNumber(),
        failure.columnNumber(),
        lineSource == null ? null : cut(lineSource),
        kind == Kind.SYNTAX
            ? List.of()
            : Stream.of(failure.getScriptStack(STACK_LIMIT, null)).map(ScriptError::frame).toList(),
        null);
  }

  /** The same at a place. */
  ScriptError at(int place, int character, String text) {
    return new ScriptError(kind, message, file, place, character, cut(text), stack, cause);
  }

  ScriptError with(@Nullable Throwable reason) {
    return new ScriptError(kind, message, file, line, column, lineSource, stack, reason);
  }

  /**
   * What strangers may see.
   *
   * @param own the script whose lines they are told
   */
  ScriptError withoutPlaces(String own) {
    boolean theirs = own.equals(file);
    return new ScriptError(
        kind, message, null, theirs ? line : 0, theirs ? column : 0, null, List.of(), null);
  }

  ScriptError withMessage(String other) {
    return new ScriptError(kind, cut(other), file, line, column, lineSource, stack, cause);
  }

  private static String text(RhinoException failure) {
    try {
      return cut(failure.details());
    } catch (RhinoException nested) {
      return "it threw something that cannot be converted to a string";
    }
  }

  private static String cut(String text) {
    return cut(text, LONGEST_MESSAGE);
  }

  private static String cut(String text, int longest) {
    return text.length() <= longest ? text : text.substring(0, longest) + "...";
  }

  private static String frame(ScriptStackElement frame) {
    String place =
        cut(String.valueOf(frame.fileName), LONGEST_NAME)
            + (frame.lineNumber > 0 ? ":" + frame.lineNumber : "");
    return frame.functionName == null || frame.functionName.isEmpty()
        ? place
        : cut(frame.functionName, LONGEST_NAME) + " (" + place + ")";
  }

  /** The form for machines; unknown values are {@code null}, and without a cause it has none. */
  public Map<String, @Nullable Object> toMap() {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("kind", kind.key());
    map.put("message", message);
    map.put("file", file);
    map.put("line", line > 0 ? line : null);
    map.put("column", column > 0 ? column : null);
    map.put("lineSource", lineSource);
    map.put("stack", stack);
    if (cause != null) {
      map.put("cause", cause.toString());
    }
    return map;
  }

  /** For people: place and message, the source line with a caret, the script stack. */
  public String describe() {
    StringBuilder out = new StringBuilder(toString());
    if (lineSource != null && column > 0) {
      out.append('\n').append(Excerpt.of(lineSource, column));
    }
    for (String frame : stack) {
      out.append("\n    at ").append(frame);
    }
    return out.toString();
  }

  /** One line for people: place and message. */
  @Override
  public String toString() {
    StringBuilder out = new StringBuilder();
    if (file != null) {
      out.append(file).append(line > 0 ? ":" + line : "");
      out.append(column > 0 ? ":" + column : "").append(": ");
    } else if (line > 0) {
      out.append("line ").append(line).append(": ");
    }
    return out.append(message).toString();
  }
}
