package dev.tachograph.engine;

import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.mozilla.javascript.Scriptable;
import org.mozilla.javascript.ScriptableObject;

/** The names that may follow a path of names, for a prompt to complete. Runs no code of scripts. */
final class PropertyNames {
  private PropertyNames() {}

  /**
   * Finds them.
   *
   * @param path such as {@code Math} or {@code order.items}; empty for the globals
   * @return in order; none if the path leads nowhere, or through a getter or proxy
   */
  static Collection<String> of(ScriptableObject globals, String path) {
    Scriptable object = globals;
    for (String name : path.isEmpty() ? List.<String>of() : List.of(path.split("\\.", -1))) {
      Object value = value(object, name);
      if (!(value instanceof Scriptable next)) {
        return List.of();
      }
      object = next;
    }
    TreeSet<String> names = new TreeSet<>();
    for (Scriptable holder = object; holder != null; holder = holder.getPrototype()) {
      if (ValueDescription.isProxy(holder) || !(holder instanceof ScriptableObject known)) {
        return List.of();
      }
      for (Object id : known.getAllIds()) {
        if (id instanceof String name && HostValues.isIdentifier(name)) {
          names.add(name);
        }
      }
    }
    return names;
  }

  /** A property that is no getter, of the object or inherited; {@code null} if there is none. */
  static @Nullable Object value(Scriptable object, String name) {
    for (Scriptable holder = object; holder != null; holder = holder.getPrototype()) {
      if (ValueDescription.isProxy(holder) || !(holder instanceof ScriptableObject known)) {
        return null;
      }
      if (known.has(name, known)) {
        return ValueDescription.isAccessor(known, name) ? null : known.get(name, known);
      }
    }
    return null;
  }
}
