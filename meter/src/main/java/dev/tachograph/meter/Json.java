package dev.tachograph.meter;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes JSON (RFC 8259): maps, iterables, strings, booleans, numbers and {@code null}.
 *
 * <p>Numbers are written as Java prints them; integers go to 2^63-1. Not a number and the
 * infinities are {@code null}, since JSON has none. The output is ASCII where the input is; lone
 * surrogates are escaped.
 */
public final class Json {
  private static final String INDENT = "  ";

  private Json() {}

  /**
   * Writes a value, indented by two spaces.
   *
   * @throws IllegalArgumentException if it holds a value of another type
   */
  public static String write(@Nullable Object value) {
    StringBuilder out = new StringBuilder();
    write(value, "\n", out);
    return out.toString();
  }

  /**
   * Writes a value in one line and without spaces.
   *
   * @throws IllegalArgumentException if it holds a value of another type
   */
  public static String compact(@Nullable Object value) {
    StringBuilder out = new StringBuilder();
    write(value, "", out);
    return out.toString();
  }

  /**
   * @param line what starts a line at this depth; empty to write all in one
   */
  private static void write(@Nullable Object value, String line, StringBuilder out) {
    if (value instanceof Map<?, ?> map) {
      String inner = line.isEmpty() ? line : line + INDENT;
      String separator = "";
      out.append('{');
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        out.append(separator).append(inner);
        quote(String.valueOf(entry.getKey()), out);
        out.append(line.isEmpty() ? ":" : ": ");
        write(entry.getValue(), inner, out);
        separator = ",";
      }
      out.append(map.isEmpty() ? "" : line).append('}');
    } else if (value instanceof Iterable<?> list) {
      String inner = line.isEmpty() ? line : line + INDENT;
      String separator = "";
      out.append('[');
      for (Object element : list) {
        out.append(separator).append(inner);
        write(element, inner, out);
        separator = ",";
      }
      out.append(separator.isEmpty() ? "" : line).append(']');
    } else if (value instanceof CharSequence text) {
      quote(text, out);
    } else if (value instanceof Double number && !Double.isFinite(number)) {
      out.append("null");
    } else if (value == null || value instanceof Boolean || value instanceof Number) {
      out.append(value);
    } else {
      throw new IllegalArgumentException("JSON has no " + value.getClass().getName());
    }
  }

  private static void quote(CharSequence text, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (c < 0x20 || c == 0x7f || (Character.isSurrogate(c) && !isPaired(text, i))) {
            out.append(String.format("\\u%04x", (int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }

  private static boolean isPaired(CharSequence text, int i) {
    return Character.isHighSurrogate(text.charAt(i))
        ? i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))
        : i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
  }
}
