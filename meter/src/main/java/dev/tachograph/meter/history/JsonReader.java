package dev.tachograph.meter.history;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads one JSON text, strictly by RFC 8259: the counterpart of {@link dev.tachograph.meter.Json},
 * so that records need no library to be read. Objects become maps in their order, arrays lists,
 * integers {@code Long}, other numbers {@code Double}. Keys that are given twice, integers beyond
 * 64 bits and values nested deeper than {@value #DEEPEST} are refused.
 */
final class JsonReader {
  private static final int DEEPEST = 64;

  private final String text;
  private int at;
  private int depth;

  private JsonReader(String text) {
    this.text = text;
  }

  /**
   * @throws IllegalArgumentException if the text is no JSON; the message says where
   */
  static @Nullable Object read(String text) {
    JsonReader reader = new JsonReader(text);
    Object value = reader.value();
    if (reader.at < text.length()) {
      throw reader.unexpected("the end");
    }
    return value;
  }

  /** A value with the white space around it. */
  private @Nullable Object value() {
    skipSpace();
    if (++depth > DEEPEST) {
      throw new IllegalArgumentException("no JSON that we read: nested too deep");
    }
    Object value =
        switch (peek()) {
          case '{' -> object();
          case '[' -> array();
          case '"' -> string();
          case 't' -> word("true", true);
          case 'f' -> word("false", false);
          case 'n' -> word("null", null);
          default -> number();
        };
    depth--;
    skipSpace();
    return value;
  }

  private Map<String, @Nullable Object> object() {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    at++;
    skipSpace();
    if (skip('}')) {
      return map;
    }
    do {
      skipSpace();
      String key = string();
      skipSpace();
      expect(':');
      Object value = value();
      if (map.containsKey(key)) {
        throw new IllegalArgumentException("no JSON that we read: '" + key + "' is there twice");
      }
      map.put(key, value);
    } while (skip(','));
    expect('}');
    return map;
  }

  private List<@Nullable Object> array() {
    List<@Nullable Object> list = new ArrayList<>();
    at++;
    skipSpace();
    if (skip(']')) {
      return list;
    }
    do {
      list.add(value());
    } while (skip(','));
    expect(']');
    return list;
  }

  private String string() {
    expect('"');
    StringBuilder out = new StringBuilder();
    while (!skip('"')) {
      char c = peek();
      if (c < 0x20) {
        throw unexpected("a character of a string");
      }
      at++;
      out.append(c == '\\' ? escaped() : c);
    }
    return out.toString();
  }

  private char escaped() {
    char c = peek();
    at++;
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> unicode();
      default -> {
        at--;
        throw unexpected("an escape");
      }
    };
  }

  private char unicode() {
    int code = 0;
    for (int i = 0; i < 4; i++) {
      int digit = peek() < 0x80 ? Character.digit(peek(), 16) : -1;
      if (digit < 0) {
        throw unexpected("a hexadecimal digit");
      }
      code = code << 4 | digit;
      at++;
    }
    return (char) code;
  }

  private @Nullable Object word(String word, @Nullable Object value) {
    if (!text.startsWith(word, at)) {
      throw unexpected("a value");
    }
    at += word.length();
    return value;
  }

  private Object number() {
    int start = at;
    skip('-');
    if (!skip('0')) {
      digits();
    }
    boolean whole = true;
    if (skip('.')) {
      digits();
      whole = false;
    }
    if (skip('e') || skip('E')) {
      if (!skip('+')) {
        skip('-');
      }
      digits();
      whole = false;
    }
    String number = text.substring(start, at);
    try {
      return whole ? (Object) Long.valueOf(number) : (Object) Double.valueOf(number);
    } catch (NumberFormatException large) {
      throw new IllegalArgumentException(
          "no JSON that we read: " + number + " has more than 64 bits", large);
    }
  }

  private void digits() {
    if (!isDigit()) {
      throw unexpected("a value");
    }
    while (isDigit()) {
      at++;
    }
  }

  private boolean isDigit() {
    return peek() >= '0' && peek() <= '9';
  }

  private void skipSpace() {
    while (peek() == ' ' || peek() == '\t' || peek() == '\n' || peek() == '\r') {
      at++;
    }
  }

  private boolean skip(char c) {
    boolean there = at < text.length() && text.charAt(at) == c;
    at += there ? 1 : 0;
    return there;
  }

  private void expect(char c) {
    if (!skip(c)) {
      throw unexpected("'" + c + "'");
    }
  }

  /** The next character; at the end one that is part of nothing. */
  private char peek() {
    return at < text.length() ? text.charAt(at) : '\0';
  }

  private IllegalArgumentException unexpected(String expected) {
    return new IllegalArgumentException(
        "no JSON: expected %s at column %d, but there is %s"
            .formatted(
                expected, at + 1, at < text.length() ? "'" + text.charAt(at) + "'" : "the end"));
  }
}
