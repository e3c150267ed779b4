package dev.tachograph.agent.rhino;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The registry of {@code Symbol.for}, for Rhinos that have one for all scripts of the JVM, in a map
 * that never lets go of anything: its keys are weak, and the symbols in it hold them.
 *
 * <p>Here a symbol is held by those who have it, and forgotten with its name when nobody has: then
 * nobody can tell whether the next one of that name is the same. Names that scripts chose for their
 * hash codes are found like any others: a {@link HashMap} orders them.
 */
public final class TachographSymbols {
  /** What the construction of a symbol costs. An entry costs what it does in any map. */
  private static final int SYMBOL = 48;

  private static final Map<String, TachographSymbol> SYMBOLS = new HashMap<>();

  private static final ReferenceQueue<Object> GONE = new ReferenceQueue<>();

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
        forget();
        known = find(name);
        if (known == null) {
          Object made = maker.apply(name);
          SYMBOLS.put((String) name, new TachographSymbol((String) name, made, GONE));
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
    TachographSymbol symbol = SYMBOLS.get(name);
    return symbol == null ? null : symbol.get();
  }

  private static void forget() {
    for (Reference<?> gone = GONE.poll(); gone != null; gone = GONE.poll()) {
      TachographSymbol symbol = (TachographSymbol) gone;
      SYMBOLS.remove(symbol.name, symbol);
    }
  }
}
