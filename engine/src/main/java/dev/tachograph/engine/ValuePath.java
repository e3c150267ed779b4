package dev.tachograph.engine;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Where something is within a value of the host's: what messages say of it. Its text is made only
 * when it is asked for, because a step is taken for every element, and the names are the script's
 * where a host gives back what a script gave it.
 */
final class ValuePath {
  private static final int LONGEST_NAME = 80;

  private final @Nullable ValuePath parent;
  private final @Nullable String name;
  private final int index;

  private ValuePath(@Nullable ValuePath parent, @Nullable String name, int index) {
    this.parent = parent;
    this.name = name;
    this.index = index;
  }

  static ValuePath of(String name) {
    return new ValuePath(null, name, -1);
  }

  ValuePath property(String property) {
    return new ValuePath(this, property, -1);
  }

  ValuePath element(int element) {
    return new ValuePath(this, null, element);
  }

  @Override
  public String toString() {
    Deque<ValuePath> steps = new ArrayDeque<>();
    for (ValuePath step = this; step != null; step = step.parent) {
      steps.push(step);
    }
    StringBuilder text = new StringBuilder();
    for (ValuePath step : steps) {
      if (step.name == null) {
        text.append('[').append(step.index).append(']');
      } else {
        text.append(step.parent == null ? "" : ".").append(cut(step.name));
      }
    }
    return text.toString();
  }

  private static String cut(String name) {
    return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME) + "...";
  }
}
