package dev.tachograph.meter.attribution;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * How a function came to run: the functions that called each other, the outermost first and the one
 * itself last. Immutable and thread-safe.
 *
 * <p>A function is on a path once: where it comes back to itself, directly or by way of others, the
 * path goes on where it was first. So no cost is in a function's total twice.
 *
 * @param sites empty where no function of a script runs: what parsing, compiling and built-ins cost
 *     that the host called
 */
public record CallPath(List<CallSite> sites) {
  /** Where no function of a script runs. */
  public static final CallPath NATIVE = new CallPath(List.of());

  private static final String RESERVED = "%@:;";

  /** Copies. */
  public CallPath {
    sites = List.copyOf(sites);
  }

  /**
   * A stable form for machines: {@code function@source:line}, with semicolons between them. In
   * names, percent signs and digits stand for these signs and for control characters, as in URLs.
   */
  public String text() {
    StringBuilder text = new StringBuilder();
    for (CallSite site : sites) {
      if (text.length() > 0) {
        text.append(';');
      }
      escape(site.function(), text);
      text.append('@');
      escape(site.source(), text);
      text.append(':').append(site.line());
    }
    return text.toString();
  }

  private static void escape(String name, StringBuilder text) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c < ' ' || RESERVED.indexOf(c) >= 0) {
        text.append('%')
            .append(Character.forDigit(c >> 4, 16))
            .append(Character.forDigit(c & 0xF, 16));
      } else {
        text.append(c);
      }
    }
  }

  /**
   * The inverse of {@link #text()}.
   *
   * @throws IllegalArgumentException if it is no such text
   */
  public static CallPath parse(String text) {
    if (text.isEmpty()) {
      return NATIVE;
    }
    List<CallSite> sites = new ArrayList<>();
    for (String site : text.split(";", -1)) {
      int at = site.indexOf('@');
      int colon = site.indexOf(':', at + 1);
      if (at < 0 || colon < 0) {
        throw new IllegalArgumentException("no path of calls: " + text);
      }
      sites.add(
          new CallSite(
              unescape(site.substring(at + 1, colon)),
              unescape(site.substring(0, at)),
              Integer.parseInt(site.substring(colon + 1))));
    }
    return new CallPath(sites);
  }

  private static String unescape(String name) {
    return name.indexOf('%') < 0
        ? name
        : URLDecoder.decode(name.replace("+", "%2b"), StandardCharsets.ISO_8859_1);
  }
}
