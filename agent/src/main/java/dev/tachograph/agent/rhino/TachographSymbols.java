package dev.tachograph.agent.rhino;

import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The registry of {@code Symbol.for}, for Rhinos that have one for all scripts of the JVM, in a map
 * that never lets go of anything: its keys are weak, and the symbols in it hold them.
 *
 * <p>Here a symbol is held by those who have it, and its name by the symbol. Once nobody has the
 * symbol, nobody can tell whether the next one of that name is the same.
 */
public final class TachographSymbols {
  /** What the construction of a symbol costs. */
  private static final int SYMBOL = 48;

  /** The keys are the very texts that the symbols hold. */
  private static final Map<String, WeakReference<Object>> SYMBOLS = new WeakHashMap<>();

  private TachographSymbols() {}

  /**
   * The symbol of that name, which is made if there is none. It is paid either way: whether there
   * is one depends on others, and on when the JVM collected its garbage.
   *
   * @param earlier Rhino's own map, with what was registered before Rhino was woven
   */
  public static Object computeIfAbsent(
      Map<String, Object> earlier, Object name, Function<Object, Object> maker) {
    Object known = earlier.get(name);
    if (known == null) {
      synchronized (SYMBOLS) {
        known = find(name);
        if (known == null) {
          Object made = maker.apply(name);
          SYMBOLS.remove(name); // its key may be gone before the new symbol is
          SYMBOLS.put((String) name, new WeakReference<>(made));
          return made;
        }
      }
    }
    TachographCharges.allocate(SYMBOL);
    return known;
  }

  /** The symbol of that name, or null. */
  public static @Nullable Object get(Map<String, Object> earlier, Object name) {
    Object known = earlier.get(name);
    if (known != null) {
      return known;
    }
    synchronized (SYMBOLS) {
      return find(name);
    }
  }

  private static @Nullable Object find(Object name) {
    WeakReference<Object> symbol = SYMBOLS.get(name);
    return symbol == null ? null : symbol.get();
  }
}
