package dev.tachograph.agent.weave;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.stream.IntStream;
import org.mozilla.javascript.CompilerEnvirons;
import org.mozilla.javascript.Context;
import org.mozilla.javascript.optimizer.ClassCompiler;

/** The bytes of classes before anything is woven into them. */
final class ClassFiles {
  private ClassFiles() {}

  /** All classes that Rhino makes of a script, the one with the code first. */
  static List<byte[]> compile(String source) {
    CompilerEnvirons environs = new CompilerEnvirons();
    environs.setLanguageVersion(Context.VERSION_ES6);
    Object[] classes = new ClassCompiler(environs).compileToClassFiles(source, "t.js", 1, "T");
    return IntStream.range(0, classes.length / 2)
        .mapToObj(i -> (byte[]) classes[2 * i + 1])
        .toList();
  }

  /** A class of Rhino, by its name without the package. */
  static byte[] rhino(String name) throws IOException {
    try (InputStream in =
        Context.class.getResourceAsStream("/org/mozilla/javascript/" + name + ".class")) {
      return in.readAllBytes();
    }
  }
}
