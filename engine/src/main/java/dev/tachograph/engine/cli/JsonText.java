package dev.tachograph.engine.cli;

import java.math.BigInteger;
import org.mozilla.javascript.Context;
import org.mozilla.javascript.NativeJSON;
import org.mozilla.javascript.Scriptable;

/**
 * The values of scripts as JSON, on one line.
 *
 * <p>They stay text: a deeply nested value would overflow the stack of whoever walks it, and grow
 * to the square of its size when indented.
 */
final class JsonText {
  static final String NULL = "null";

  private JsonText() {}

  /**
   * Converts as {@code JSON.stringify} does, whatever scripts did to that. What has no JSON is
   * {@code null}, a BigInt is its digits in a string. May run script code ({@code toJSON},
   * getters), so it belongs into the evaluation.
   */
  static String of(Context cx, Scriptable scope, Object value) {
    if (value instanceof BigInteger) {
      return '"' + value.toString() + '"';
    }
    Object text = NativeJSON.stringify(cx, scope, value, null, null);
    return text instanceof CharSequence ? text.toString() : NULL;
  }
}
