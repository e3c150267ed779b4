package dev.tachograph.bench.paired;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.util.List;
import java.util.Objects;

/** Holds a copy of Rhino and of what drives it; everything else is its parent's. */
final class VariantLoader extends ClassLoader {
  static {
    registerAsParallelCapable();
  }

  private static final String RHINO = "org.mozilla.";
  private static final String DRIVER = "dev.tachograph.bench.paired.rhino.";

  private static final int PROLOGUE_RUNS = 3;

  /**
   * As often as the JIT needs to compile what every call by a host goes through, with some to
   * spare: 5,000 calls and 15,000 with those of its loops.
   */
  private static final int HOST_CALLS = 30_000;

  VariantLoader(Variant variant) {
    super(variant.key(), VariantLoader.class.getClassLoader());
  }

  /**
   * Loads all of Rhino, so that nothing of this copy is left for an agent that starts later. A copy
   * that loads its classes one by one is compiled differently: the JIT counts subclasses.
   */
  void loadAll() {
    for (String name : rhinoClasses()) {
      try {
        loadClass(name);
      } catch (ClassNotFoundException missing) {
        throw new LinkageError(name, missing);
      }
    }
  }

  /** Runs the scripts a few times and forgets them. */
  void prologue(List<Subject.Setup> setups) throws ReflectiveOperationException {
    for (Subject.Setup setup : setups) {
      subject(setup).run(PROLOGUE_RUNS);
    }
  }

  /**
   * Calls a function that does nothing until the way into scripts and out of them is compiled. A
   * program of the benchmark is not called often enough for that, as scripts of a server are.
   */
  void callOften(boolean observed) throws ReflectiveOperationException {
    Subject.Script script =
        new Subject.Script("prologue/nothing.js", "function run() { return ''; }");
    for (boolean interpreted : List.of(true, false)) {
      subject(new Subject.Setup(interpreted, observed, List.of(script), "")).run(HOST_CALLS);
    }
  }

  Subject subject(Subject.Setup setup) throws ReflectiveOperationException {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(this); // Rhino finds its services by it
    try {
      return (Subject)
          loadClass(DRIVER + "RhinoSubject").getConstructor(Subject.Setup.class).newInstance(setup);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!name.startsWith(RHINO) && !name.startsWith(DRIVER)) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      return loaded != null ? loaded : findClass(name);
    }
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
      if (in == null) {
        throw new ClassNotFoundException(name);
      }
      byte[] bytes = in.readAllBytes();
      return defineClass(name, bytes, 0, bytes.length);
    } catch (IOException unreadable) {
      throw new ClassNotFoundException(name, unreadable);
    }
  }

  private static List<String> rhinoClasses() {
    URL context =
        Objects.requireNonNull(
            VariantLoader.class.getResource("/org/mozilla/javascript/Context.class"));
    try {
      return ((JarURLConnection) context.openConnection())
          .getJarFile().stream()
              .map(entry -> entry.getName().replace('/', '.'))
              .filter(name -> name.startsWith(RHINO) && name.endsWith(".class"))
              .map(name -> name.substring(0, name.length() - ".class".length()))
              .toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
