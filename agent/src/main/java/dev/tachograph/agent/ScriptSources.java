package dev.tachograph.agent;

import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The source names of compiled script classes, as the weaver read them. Classes of Rhino up to 1.8
 * do not tell their own. Entries live as long as the class loader. Thread-safe.
 */
final class ScriptSources {
  private final Map<Object, Map<String, String>> byLoader =
      Collections.synchronizedMap(new WeakHashMap<>());

  void put(@Nullable ClassLoader loader, String className, String source) {
    byLoader.computeIfAbsent(key(loader), any -> new ConcurrentHashMap<>()).put(className, source);
  }

  @Nullable String of(Class<?> script) {
    Map<String, String> sources = byLoader.get(key(script.getClassLoader()));
    return sources == null ? null : sources.get(script.getName());
  }

  private static Object key(@Nullable ClassLoader loader) {
    return loader == null ? Object.class : loader;
  }
}
