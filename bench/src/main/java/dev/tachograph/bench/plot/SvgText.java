package dev.tachograph.bench.plot;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Mends what the library writes. */
final class SvgText {
  private static final Pattern ID = Pattern.compile("\\bid=\"(\\w+)\"");

  /** Not in any name of ours, so that it can be taken out again. */
  private static final String ROOM = "\uE000";

  private static final int LETTERS_PER_ROOM = 6;

  private SvgText() {}

  /**
   * A label for a legend with some room behind it. The library takes letters for narrower than most
   * fonts have them, and cuts off the rest.
   */
  static String roomy(String label) {
    return label + ROOM.repeat(2 + label.length() / LETTERS_PER_ROOM);
  }

  /** Without the room, and with identifiers that are the same each time. */
  static String clean(String svg) {
    String text = svg.replace(ROOM, "");
    Map<String, String> ids = new LinkedHashMap<>();
    Matcher found = ID.matcher(text);
    while (found.find()) {
      ids.putIfAbsent(found.group(1), "part" + (ids.size() + 1));
    }
    for (Map.Entry<String, String> id : ids.entrySet()) {
      text = text.replaceAll("(#|\\bid=\")" + id.getKey() + "\\b", "$1" + id.getValue());
    }
    return text;
  }
}
