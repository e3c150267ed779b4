package dev.tachograph.engine.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.mozilla.javascript.RhinoException;
import org.mozilla.javascript.ScriptStackElement;

/**
 * What went wrong in a script, and where.
 *
 * @param message what, in one line if the script left it at that
 * @param file the source name; {@code null} when no script is to blame
 * @param line from 1; 0 when it is unknown
 * @param column from 1; 0 when it is unknown, as it is at run time
 * @param lineSource the text of that line; {@code null} when it is unknown
 * @param stack the script functions that were running, innermost first
 */
record ScriptError(
    String message,
    @Nullable String file,
    int line,
    int column,
    @Nullable String lineSource,
    List<String> stack) {
  private static final int STACK_LIMIT = 50;
  private static final String COMPILED_SCRIPTS = "org.mozilla.javascript.gen.";

  /** An error of which only the message is known. */
  static ScriptError of(String message, @Nullable String file) {
    return new ScriptError(message, file, 0, 0, null, List.of());
  }

  /**
   * Reads an error that Rhino reported while it ran {@code running}. May run script code, such as
   * the {@code toString} of what was thrown, so it belongs into the evaluation.
   */
  static ScriptError of(RhinoException failure, SourceFile running) {
    String file = failure.sourceName() == null ? running.name() : failure.sourceName();
    String lineSource = failure.lineSource();
    if (lineSource == null && file.equals(running.name())) {
      lineSource = running.line(failure.lineNumber());
    }
    return new ScriptError(
        text(failure),
        file,
        failure.lineNumber(),
        failure.columnNumber(),
        lineSource,
        Stream.of(failure.getScriptStack(STACK_LIMIT, null)).map(ScriptError::frame).toList());
  }

  /** Reads the place of a stack overflow, which Rhino does not report as an error of the script. */
  static ScriptError of(StackOverflowError tooDeep, SourceFile running) {
    String message = "stack overflow: too many nested calls; is there a recursion without an end?";
    return Stream.of(tooDeep.getStackTrace())
        .filter(frame -> frame.getClassName().startsWith(COMPILED_SCRIPTS))
        .findFirst()
        .map(
            frame ->
                new ScriptError(
                    message, frame.getFileName(), frame.getLineNumber(), 0, null, List.of()))
        .orElse(of(message, running.name()));
  }

  private static String text(RhinoException failure) {
    try {
      return failure.details();
    } catch (RhinoException nested) {
      return "it threw something that cannot be converted to a string";
    }
  }

  private static String frame(ScriptStackElement frame) {
    String place = frame.fileName + (frame.lineNumber > 0 ? ":" + frame.lineNumber : "");
    return frame.functionName == null || frame.functionName.isEmpty()
        ? place
        : frame.functionName + " (" + place + ")";
  }

  /** The form for machines; unknown values are {@code null}. */
  Map<String, @Nullable Object> toMap() {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("message", message);
    map.put("file", file);
    map.put("line", line > 0 ? line : null);
    map.put("column", column > 0 ? column : null);
    map.put("lineSource", lineSource);
    map.put("stack", stack);
    return map;
  }

  /** The form for people: place and message, the source line with a caret, the script stack. */
  String describe() {
    StringBuilder out = new StringBuilder();
    if (file != null) {
      out.append(file).append(line > 0 ? ":" + line : "");
      out.append(column > 0 ? ":" + column : "").append(": ");
    }
    out.append(message);
    if (lineSource != null && column > 0) {
      out.append('\n').append(Excerpt.of(lineSource, column));
    }
    for (String frame : stack) {
      out.append("\n    at ").append(frame);
    }
    return out.toString();
  }
}
