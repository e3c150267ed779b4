package dev.tachograph.agent.weave;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.tree.MethodNode;

/**
 * What of one class is to be counted.
 *
 * <p>What a method takes of the stack is estimated from its locals and operands, and counting has
 * some of its own. The estimate must not depend on what else is counted: where that is not
 * everything, it comes from the class as it would be if it were.
 */
final class Selection {
  /** Everything. */
  static final Selection ALL = new Selection(Parts.ALL, null, false);

  private final Parts parts;
  private final @Nullable Map<String, Integer> words;
  private final boolean known;

  private Selection(Parts parts, @Nullable Map<String, Integer> words, boolean known) {
    this.parts = parts;
    this.words = words;
    this.known = known;
  }

  /** Everything; remembers how large methods are. */
  static Selection remembering() {
    return new Selection(Parts.ALL, new HashMap<>(), false);
  }

  /** Some parts, with methods as large as here. */
  Selection only(Parts some) {
    return new Selection(some, words, true);
  }

  boolean has(Part part) {
    return parts.has(part);
  }

  /** Whether there is anything to count in Rhino's own code. */
  boolean hasNative() {
    return parts.hasAny(Part.ALLOCATED_BYTES, Part.NATIVE_STEPS, Part.STACK);
  }

  /** Whether there is anything to charge for calls of the JDK. */
  boolean hasCharges() {
    return parts.hasAny(Part.ALLOCATED_BYTES, Part.NATIVE_STEPS);
  }

  /** The locals and operands of a method whose stack is about to be guarded. */
  int words(MethodNode method) {
    int own = method.maxLocals + method.maxStack;
    if (words == null) {
      return own;
    }
    String key = method.name + method.desc;
    if (!known) {
      words.put(key, own);
    }
    return words.getOrDefault(key, own);
  }
}
