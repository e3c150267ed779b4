package dev.tachograph.engine;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;

/** What modules are called: paths with slashes, from a root that nothing leads out of. */
final class ModuleNames {
  static final int LONGEST = 1000;

  private static final List<String> FILES = List.of("", ".js", ".json");
  private static final List<String> INDEXES = List.of("index.js", "index.json");

  private ModuleNames() {}

  /** Whether a text may be handed on and shown: not empty, of one line, and not too long. */
  static boolean isPrintable(String text) {
    return !text.isBlank()
        && text.length() <= LONGEST
        && text.chars().noneMatch(Character::isISOControl);
  }

  /** Whether a name is the one that {@link #candidates} finds it by. */
  static boolean isNormal(String name) {
    return candidates(name, "").stream().findFirst().filter(name::equals).isPresent();
  }

  /**
   * The names that a specifier may mean, the likeliest first; none if it leads out of the root, or
   * is no text for a path.
   *
   * @param from the name of who asks: where {@code ./} and {@code ../} start
   */
  static List<String> candidates(String specifier, String from) {
    Deque<String> path = new ArrayDeque<>();
    List<String> steps = List.of(specifier.split("/", -1));
    List<String> home = List.of(from.split("/", -1));
    String last = steps.get(steps.size() - 1);
    boolean folder = last.isEmpty() || last.equals(".") || last.equals("..");
    boolean relative = steps.get(0).equals(".") || steps.get(0).equals("..");
    if ((relative && !walk(path, home.subList(0, home.size() - 1))) || !walk(path, steps)) {
      return List.of();
    }
    String name = String.join("/", path);
    if (!isPrintable(specifier) || !isPrintable("/" + name) || name.indexOf('\\') >= 0) {
      return List.of();
    }
    String inside = name.isEmpty() ? "" : name + "/";
    return Stream.concat(
            folder ? Stream.empty() : FILES.stream().map(name::concat),
            INDEXES.stream().map(inside::concat))
        .toList();
  }

  private static boolean walk(Deque<String> path, List<String> steps) {
    for (String step : steps) {
      if (step.equals("..")) {
        if (path.pollLast() == null) {
          return false;
        }
      } else if (!step.isEmpty() && !step.equals(".")) {
        path.addLast(step);
      }
    }
    return true;
  }
}
