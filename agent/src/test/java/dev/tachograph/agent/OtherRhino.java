package dev.tachograph.agent;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A Rhino of any version and package from its jar, in a loader of its own, driven as a host would:
 * what is called has had other signatures in each of them.
 */
final class OtherRhino {
  private static final Path JARS = Path.of("target", "other-rhinos");

  /** What the first versions do not know is taken as the newest that they do. */
  private static final List<Integer> LANGUAGE_VERSIONS = List.of(200, 180, 170);

  /** Its classes stay as they are where this says so. */
  private static final class Loader extends URLClassLoader implements WovenJvm.Plain {
    private volatile boolean plain;

    Loader(URL jar, boolean plain) {
      super(new URL[] {jar}, ClassLoader.getPlatformClassLoader());
      this.plain = plain;
    }

    @Override
    public boolean isPlain() {
      return plain;
    }
  }

  private final String name;
  private final String pack;
  private final Loader loader;

  /**
   * @param plain whether the agent leaves it alone
   */
  OtherRhino(Path jar, boolean plain) {
    name = jar.getFileName().toString().replace(".jar", "");
    try {
      loader = new Loader(jar.toUri().toURL(), plain);
      pack = packageOf(jar);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** The agent leaves it alone no more. */
  void meter() {
    loader.plain = false;
  }

  ClassLoader loader() {
    return loader;
  }

  /** Loads a class and initialises nothing. */
  Class<?> load(String simpleName) throws ClassNotFoundException {
    return Class.forName(pack + "." + simpleName, false, loader);
  }

  /** The jar that the build has fetched, without its ending. */
  static Path jar(String name) {
    return JARS.resolve(name + ".jar");
  }

  /** All of them. */
  static Stream<String> jars() throws IOException {
    try (Stream<Path> files = Files.list(JARS)) {
      return files
          .map(file -> file.getFileName().toString().replace(".jar", ""))
          .sorted()
          .toList()
          .stream();
    }
  }

  /**
   * The same with its main package under another name, as hosts shade it. The name is as long as
   * the old one, so that class files need not be taken apart.
   */
  static Path relocated(Path jar, Path copy) throws IOException {
    return edited(jar, copy, OtherRhino::relocated);
  }

  /** The same with names and contents of its files changed, as in a version that nobody knows. */
  static Path edited(Path jar, Path copy, UnaryOperator<String> edit) throws IOException {
    try (JarFile from = new JarFile(jar.toFile());
        ZipOutputStream to = new ZipOutputStream(Files.newOutputStream(copy))) {
      for (JarEntry entry : Collections.list(from.entries())) {
        if (!entry.isDirectory() && !entry.getName().equals("module-info.class")) {
          to.putNextEntry(new ZipEntry(edit.apply(entry.getName())));
          try (InputStream in = from.getInputStream(entry)) {
            String content = new String(in.readAllBytes(), ISO_8859_1);
            to.write(edit.apply(content).getBytes(ISO_8859_1));
          }
        }
      }
    }
    return copy;
  }

  private static String relocated(String text) {
    return text.replace("org/mozilla/javascript", "com/acme/tenant/script")
        .replace("org.mozilla.javascript", "com.acme.tenant.script");
  }

  /** The package that has a Context. */
  private static String packageOf(Path jar) throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      return file.stream()
          .map(entry -> entry.getName())
          .filter(entry -> entry.endsWith("/ContextFactory.class"))
          .map(entry -> entry.substring(0, entry.lastIndexOf('/')).replace('/', '.'))
          .findFirst()
          .orElseThrow();
    }
  }

  /** Whether to interpret: HtmlUnit's can do nothing else. */
  List<Boolean> modes() {
    boolean compiles =
        loader.getResource(pack.replace('.', '/') + "/optimizer/Codegen.class") != null;
    return compiles ? List.of(false, true) : List.of(true);
  }

  /** Runs a script; gives its result or error as text. */
  String run(String script, String source, boolean interpreted) {
    return run(script, source, interpreted ? -1 : 0);
  }

  /** The same at any optimization level. */
  String run(String script, String source, int level) {
    return run(script, source, level, failure -> failure);
  }

  /**
   * The same.
   *
   * @param host what is done with what the script throws before its Context is left
   */
  String run(String script, String source, boolean interpreted, UnaryOperator<Throwable> host) {
    return run(script, source, interpreted ? -1 : 0, host);
  }

  private String run(String script, String source, int level, UnaryOperator<Throwable> host) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(loader); // by which Rhino looks for its own services
    try {
      Class<?> context = type("Context");
      Object cx = context.getMethod("enter").invoke(null);
      try {
        setLanguage(cx);
        cx.getClass().getMethod("setOptimizationLevel", int.class).invoke(cx, level);
        Object scope = standardObjects(cx);
        Object value =
            method(context, "evaluateString", String.class)
                .invoke(cx, scope, source, script, 1, null);
        return (String) context.getMethod("toString", Object.class).invoke(null, value);
      } catch (InvocationTargetException failure) {
        throw new InvocationTargetException(host.apply(failure.getCause()));
      } finally {
        context.getMethod("exit").invoke(null);
      }
    } catch (InvocationTargetException failure) {
      return failed(failure.getCause());
    } catch (ReflectiveOperationException unknown) {
      throw new LinkageError(name + " has another interface", unknown);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  /** Makes the interpreter of Rhino 1.9 print its code, as its own tests do. */
  void printCode(PrintStream out) throws ReflectiveOperationException {
    set("Interpreter", "interpreterBytecodePrintStream", out);
    set("Token", "printICode", true);
  }

  private void set(String type, String name, Object value) throws ReflectiveOperationException {
    Field field = type(type).getDeclaredField(name);
    field.setAccessible(true);
    field.set(null, value);
  }

  private String failed(Throwable failure) {
    try {
      return type("RhinoException").isInstance(failure)
          ? "threw " + failure.getClass().getMethod("details").invoke(failure)
          : "Rhino failed: " + failure;
    } catch (InvocationTargetException unmade) {
      return "Rhino failed: " + unmade.getCause();
    } catch (ReflectiveOperationException unknown) {
      throw new LinkageError(name + " has another interface", unknown);
    }
  }

  private void setLanguage(Object cx) throws ReflectiveOperationException {
    Method set = cx.getClass().getMethod("setLanguageVersion", int.class);
    for (int version : LANGUAGE_VERSIONS) {
      try {
        set.invoke(cx, version);
        return;
      } catch (InvocationTargetException unknown) {
        // an older one, then
      }
    }
  }

  private Object standardObjects(Object cx) throws ReflectiveOperationException {
    Method[] methods = cx.getClass().getMethods();
    Method init =
        Arrays.stream(methods)
            .filter(method -> method.getName().equals("initStandardObjects"))
            .filter(method -> method.getParameterCount() == 0)
            .findFirst()
            .orElse(null);
    return init != null
        ? init.invoke(cx)
        : cx.getClass()
            .getMethod("initStandardObjects", type("ScriptableObject"))
            .invoke(cx, (Object) null);
  }

  /** The public method of this name whose second parameter is of this type. */
  private static Method method(Class<?> owner, String name, Class<?> second) {
    return Arrays.stream(owner.getMethods())
        .filter(method -> method.getName().equals(name))
        .filter(method -> method.getParameterTypes()[1] == second)
        .findFirst()
        .orElseThrow();
  }

  private Class<?> type(String simpleName) throws ClassNotFoundException {
    return Class.forName(pack + "." + simpleName, true, loader);
  }

  @Override
  public String toString() {
    return name;
  }
}
