package dev.tachograph.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mozilla.javascript.Context;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;

/** A JVM weaves nothing of a Rhino that was woven when the agent was built. */
class PrewovenIT {
  private static final String WEAVER = "dev.tachograph.agent.weave.LibraryWeaver";
  private static final String LIBRARY = " org.objectweb.asm.ClassReader source: ";
  private static final String CHANGED = "org/mozilla/javascript/NativeMath.class";

  @TempDir Path folder;

  static Stream<Path> jdks() {
    return ForkedJvm.jdks().stream();
  }

  private static Path rhino() throws URISyntaxException {
    return Path.of(Context.class.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  /** The classes that a JVM loads which interprets a script, and what the agent reports of it. */
  private String run(Path jdk, Path rhino) throws IOException, URISyntaxException {
    Path tests =
        Path.of(PrewovenIT.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    Path log = folder.resolve("classes.log");
    Path report = folder.resolve("report.json");
    ForkedJvm.java(jdk)
        .with("-Xlog:class+load=info:file=" + log)
        .withAgent("report=" + report)
        .with("-cp", tests + File.pathSeparator + rhino, Interpreting.class.getName())
        .run()
        .succeeded();
    return Files.readString(log) + Files.readString(report);
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void loadsNeitherTheWeaverNorItsLibrary(Path jdk) throws Exception {
    assertThat(run(jdk, rhino()))
        .contains(" org.mozilla.javascript.ScriptRuntime source: ")
        .doesNotContain(WEAVER)
        .doesNotContain(LIBRARY)
        .containsPattern("\"iterations\" *: *10\\b");
  }

  @Test
  void aClassOfAnotherMakeIsWoven() throws Exception {
    Path other = folder.resolve("other-rhino.jar");
    try (JarFile jar = new JarFile(rhino().toFile());
        OutputStream file = Files.newOutputStream(other);
        JarOutputStream out = new JarOutputStream(file)) {
      for (JarEntry entry : jar.stream().filter(e -> !e.isDirectory()).toList()) {
        out.putNextEntry(new JarEntry(entry.getName()));
        try (InputStream in = jar.getInputStream(entry)) {
          byte[] bytes = in.readAllBytes();
          out.write(entry.getName().equals(CHANGED) ? rewritten(bytes) : bytes);
        }
      }
    }
    assertThat(run(ForkedJvm.jdks().get(0), other))
        .contains(WEAVER)
        .contains(LIBRARY)
        .containsPattern("\"iterations\" *: *10\\b");
  }

  /** The same class with its constants in another order. */
  private static byte[] rewritten(byte[] bytes) {
    ClassWriter writer = new ClassWriter(0);
    new ClassReader(bytes).accept(writer, 0);
    return writer.toByteArray();
  }

  /** Interprets a script with a loop of ten rounds. */
  static final class Interpreting {
    private Interpreting() {}

    @SuppressWarnings("deprecation")
    public static void main(String[] args) {
      Context cx = Context.enter();
      try {
        cx.setOptimizationLevel(-1);
        cx.evaluateString(
            cx.initStandardObjects(), "for (var i = 0; i < 10; i++);", "ten.js", 1, null);
      } finally {
        Context.exit();
      }
    }
  }
}
