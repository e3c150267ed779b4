package dev.tachograph.bench;

import java.util.ArrayList;
import java.util.List;

/** What was asked for and is not in the results, and why: readers have to be told. */
public final class LeftOut {
  /** Where programs find it in results. */
  public static final String KEY = "leftOut";

  private final List<String> all = new ArrayList<>();

  /** Nothing, so far. */
  public LeftOut() {}

  /** One more. */
  public void add(String what, String why) {
    all.add(what + ": " + why);
  }

  /** A line for each. */
  public List<String> all() {
    return List.copyOf(all);
  }

  /** A list for people, with an empty line before it; nothing if nothing was left out. */
  public String markdown() {
    StringBuilder text = new StringBuilder(all.isEmpty() ? "" : "\nLeft out:\n\n");
    all.forEach(line -> text.append("- ").append(line.replaceAll("\\s+", " ")).append('\n'));
    return text.toString();
  }
}
