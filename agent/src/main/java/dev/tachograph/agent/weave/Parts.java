package dev.tachograph.agent.weave;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which parts are counted: all, unless the agent's option {@code only} says otherwise. Immutable.
 */
public final class Parts {
  /** Everything. */
  public static final Parts ALL = new Parts(EnumSet.allOf(Part.class));

  private final Set<Part> counted;

  private Parts(Set<Part> counted) {
    this.counted = counted;
  }

  /**
   * Reads names that are joined by plus signs.
   *
   * @throws IllegalArgumentException if one is unknown or given twice
   */
  public static Parts parse(String names) {
    Set<Part> counted = EnumSet.noneOf(Part.class);
    for (String name : names.split("\\+", -1)) {
      Part part =
          Arrays.stream(Part.values())
              .filter(each -> each.key().equals(name.trim()))
              .findFirst()
              .orElseThrow(() -> fault(names, "'" + name.trim() + "' is none"));
      if (!counted.add(part)) {
        throw fault(names, "'" + part.key() + "' is given twice");
      }
    }
    return new Parts(counted);
  }

  private static IllegalArgumentException fault(String names, String why) {
    return new IllegalArgumentException(
        "only=%s: %s; expected some of %s, joined by '+'"
            .formatted(names, why, String.join(", ", ALL.keys())));
  }

  /** Whether nothing is left out. */
  public boolean isAll() {
    return counted.size() == ALL.counted.size();
  }

  /** Whether this one is counted. */
  public boolean has(Part part) {
    return counted.contains(part);
  }

  /** Whether one of these is. */
  boolean hasAny(Part... parts) {
    return Arrays.stream(parts).anyMatch(counted::contains);
  }

  /** The names of those that are counted. */
  public List<String> keys() {
    return counted.stream().map(Part::key).toList();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Parts that && counted.equals(that.counted);
  }

  @Override
  public int hashCode() {
    return counted.hashCode();
  }

  /** As {@link #parse} reads it. */
  @Override
  public String toString() {
    return counted.stream().map(Part::key).collect(Collectors.joining("+"));
  }
}
