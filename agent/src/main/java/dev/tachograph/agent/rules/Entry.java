package dev.tachograph.agent.rules;

import java.util.List;

/**
 * What rules know of an evaluation that opens. Immutable.
 *
 * @param script the source name of what is entered
 * @param thread the name of the thread; empty if no rule looks at it
 * @param factory the class name of the context factory; empty if no rule looks at it
 */
record Entry(String script, String thread, String factory) {
  /** The names of the parts in keys, in their order. */
  static final List<String> PARTS = List.of("script", "thread", "factory");

  String part(int index) {
    return switch (index) {
      case 0 -> script;
      case 1 -> thread;
      default -> factory;
    };
  }

  int length() {
    return script.length() + thread.length() + factory.length();
  }
}
