package dev.tachograph.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.instrument.Instrumentation;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;

/** What is found of Rhinos of which something is loaded. */
class RhinoSearchTest {
  private static final Path JAR = OtherRhino.jar("rhino-1.7.15.1");

  @TempDir Path folder;

  private static RhinoSearch search(Class<?>... loaded) {
    return RhinoSearch.in(
        (Instrumentation)
            Proxy.newProxyInstance(
                RhinoSearchTest.class.getClassLoader(),
                new Class<?>[] {Instrumentation.class},
                (proxy, method, arguments) -> {
                  assertThat(method.getName()).isEqualTo("getAllLoadedClasses");
                  return loaded;
                }));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Parser", "Interpreter", "CompilerEnvirons", "TokenStream", "Kit"})
  void aMovedRhinoIsFoundByAnyOfItsFirstClasses(String first) throws Exception {
    OtherRhino moved = new OtherRhino(OtherRhino.relocated(JAR, folder.resolve("moved.jar")), true);
    RhinoSearch found = search(moved.load(first), String.class, int[].class);
    assertThat(found.contexts()).singleElement().isSameAs(moved.load("Context"));
    assertThat(found.unreachable()).isEmpty();
  }

  @Test
  void aLoaderThatDoesNotAnswerIsReported() throws Exception {
    try (Silent loader = new Silent()) {
      Class<?> loaded = Class.forName("org.mozilla.javascript.RhinoException", false, loader);
      loader.silent = true;
      RhinoSearch found = search(loaded);
      assertThat(found.contexts()).isEmpty();
      assertThat(found.unreachable())
          .containsOnly(
              java.util.Map.entry(
                  "org.mozilla.javascript.Context in a stopped application",
                  "its loader does not find org/mozilla/javascript/Context.class"));
      loader.failure = new IllegalStateException("stopped");
      assertThat(search(loaded).unreachable().values())
          .singleElement()
          .isEqualTo("its loader does not answer: java.lang.IllegalStateException: stopped");
    }
  }

  @Test
  void aContextOfSomethingElseIsNobodysBusiness() throws Exception {
    try (Silent loader = new Silent()) {
      assertThat(search(loader.define("com/acme/Context")).isEmpty()).isTrue();
    }
  }

  /** As of an application that was stopped, but is not gone. */
  private static final class Silent extends URLClassLoader {
    boolean silent;
    @Nullable RuntimeException failure;

    Silent() throws java.io.IOException {
      super(new URL[] {JAR.toUri().toURL()}, ClassLoader.getPlatformClassLoader());
    }

    @Override
    public @Nullable URL getResource(String name) {
      if (failure != null) {
        throw failure;
      }
      return silent ? null : super.getResource(name);
    }

    @Override
    public String toString() {
      return "a stopped application";
    }

    Class<?> define(String name) {
      ClassWriter writer = new ClassWriter(0);
      writer.visit(Opcodes.V17, Opcodes.ACC_PUBLIC, name, null, "java/lang/Object", null);
      byte[] bytes = writer.toByteArray();
      return defineClass(name.replace('/', '.'), bytes, 0, bytes.length);
    }
  }
}
