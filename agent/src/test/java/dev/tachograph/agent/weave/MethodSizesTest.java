package dev.tachograph.agent.weave;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.net.URI;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.mozilla.javascript.Context;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * How many of Rhino's methods weaving makes too large for the JIT to put them into their callers:
 * HotSpot's {@code MaxInlineSize} and {@code FreqInlineSize}. More of them cost time in every
 * script.
 */
class MethodSizesTest {
  private static final int ALWAYS = 35;
  private static final int OFTEN = 325;
  private static final int MOST = 99;

  /** Methods of classes that are woven; Rhino 1.9.2 has some more. */
  private static final int LEAST = 4_000;

  private static final String CALL =
      "org/mozilla/javascript/LambdaFunction.call(Lorg/mozilla/javascript/Context;"
          + "Lorg/mozilla/javascript/Scriptable;Lorg/mozilla/javascript/Scriptable;"
          + "[Ljava/lang/Object;)Ljava/lang/Object;";

  @Test
  void fewMethodsOutgrowWhatTheJitInlines() throws Exception {
    Weaver weaver = new Weaver();
    TreeSet<String> outgrown = new TreeSet<>();
    Set<String> woven = new HashSet<>();
    File rhino =
        new File(
            URI.create(
                Context.class.getProtectionDomain().getCodeSource().getLocation().toString()));
    try (JarFile jar = new JarFile(rhino)) {
      for (JarEntry entry : Collections.list(jar.entries())) {
        if (entry.getName().endsWith(".class")) {
          byte[] plain = jar.getInputStream(entry).readAllBytes();
          byte[] result = weaver.weave(plain).bytes();
          if (result != null) {
            Map<String, Integer> before = sizes(plain);
            woven.addAll(before.keySet());
            sizes(result)
                .forEach(
                    (method, size) -> {
                      if (outgrows(before.getOrDefault(method, 0), size)) {
                        outgrown.add(method);
                      }
                    });
          }
        }
      }
    }
    assertThat(woven)
        .hasSizeGreaterThan(LEAST)
        .contains(CALL)
        .anyMatch(method -> method.contains("ScriptRuntime.getObjectProp("));
    assertThat(outgrown)
        .as("none of those that almost every script calls")
        .doesNotContain(CALL)
        .noneMatch(method -> method.contains("ScriptRuntime.getObjectProp("))
        .hasSizeLessThanOrEqualTo(MOST);
  }

  private static boolean outgrows(int before, int after) {
    return (before <= ALWAYS && after > ALWAYS) || (before <= OFTEN && after > OFTEN);
  }

  private static Map<String, Integer> sizes(byte[] bytes) {
    ClassNode node = new ClassNode();
    new ClassReader(bytes).accept(node, 0);
    Map<String, Integer> sizes = new HashMap<>();
    for (MethodNode method : node.methods) {
      sizes.put(node.name + "." + method.name + method.desc, CodeSize.of(method.instructions));
    }
    return sizes;
  }
}
