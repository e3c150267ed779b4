package dev.tachograph.agent.weave;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mozilla.javascript.Context;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.util.CheckClassAdapter;

/** What counts only one part verifies, and has nothing of the others in it. */
class PartsTest {
  private static void verify(byte[] bytes) {
    StringWriter problems = new StringWriter();
    CheckClassAdapter.verify(new ClassReader(bytes), false, new PrintWriter(problems));
    assertThat(problems.toString()).isEmpty();
  }

  /** The names of the meter's methods that a class calls. */
  private static Set<String> calls(byte[] bytes) {
    ClassNode node = new ClassNode();
    new ClassReader(bytes).accept(node, 0);
    Set<String> calls = new TreeSet<>();
    for (MethodNode method : node.methods) {
      for (AbstractInsnNode instruction : method.instructions) {
        if (instruction instanceof MethodInsnNode call && call.owner.contains("/Tachograph")) {
          calls.add(call.name);
        }
      }
    }
    return calls;
  }

  private static Weaver only(Part part) {
    return new Weaver(Parts.parse(part.key()), false);
  }

  @ParameterizedTest
  @EnumSource(Part.class)
  void everyWovenScriptVerifies(Part part) throws IOException {
    Weaver weaver = only(part);
    int woven = 0;
    for (String topic : List.of("loops", "exceptions", "generators", "calls")) {
      try (InputStream in = PartsTest.class.getResourceAsStream("/parity/" + topic + ".js")) {
        String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        for (byte[] bytes :
            Stream.of(text.split("//===[^\n]*\n", -1))
                .filter(program -> !program.isBlank())
                .flatMap(program -> ClassFiles.compile(program).stream())
                .toList()) {
          WeaveResult result = weaver.weave(bytes);
          assertThat(result.refusal()).isNull();
          if (result.kind() == WeaveResult.Kind.SCRIPT) {
            verify(result.bytes());
            woven++;
          }
        }
      }
    }
    assertThat(woven).isGreaterThan(50);
  }

  @ParameterizedTest
  @EnumSource(Part.class)
  void everyClassOfRhinoVerifies(Part part) throws IOException {
    Weaver weaver = only(part);
    File rhino =
        new File(Context.class.getProtectionDomain().getCodeSource().getLocation().getPath());
    Set<String> calls = new TreeSet<>();
    try (JarFile jar = new JarFile(rhino)) {
      for (JarEntry entry :
          jar.stream()
              .filter(each -> each.getName().endsWith(".class"))
              .filter(each -> !each.getName().startsWith("META-INF"))
              .filter(each -> Candidates.isLibrary(each.getName().replace(".class", "")))
              .toList()) {
        WeaveResult result = weaver.weave(jar.getInputStream(entry).readAllBytes());
        assertThat(result.refusal()).as(entry.getName()).isNull();
        if (result.bytes() != null) {
          verify(result.bytes());
          calls.addAll(calls(result.bytes()));
        }
      }
    }
    assertThat(calls).contains("enter", "handler", "overflowed", "source");
    assertThat(calls.contains("jump")).isEqualTo(part == Part.ITERATIONS);
    assertThat(calls.contains("callUnless0")).isEqualTo(part == Part.FUNCTION_CALLS);
    assertThat(calls.contains("allocate")).isEqualTo(part == Part.ALLOCATED_BYTES);
    assertThat(calls.contains("array")).isEqualTo(part == Part.ALLOCATED_BYTES);
    assertThat(calls.contains("nativeBlock")).isEqualTo(part == Part.NATIVE_STEPS);
    assertThat(calls.contains("stepBuiltIn")).isEqualTo(part == Part.NATIVE_STEPS);
    assertThat(calls.contains("enterNative")).isEqualTo(part == Part.STACK);
    assertThat(calls.contains("enterBuiltInUnstepped")).isEqualTo(part == Part.STACK);
    assertThat(calls.contains("interpreterFrames")).isEqualTo(part == Part.STACK);
    assertThat(calls).doesNotContain("enterBuiltIn");
  }

  @ParameterizedTest
  @EnumSource(Part.class)
  void aScriptCountsNothingElseAndGuardsItsHandlers(Part part) {
    byte[] script =
        ClassFiles.compile("function f() { try { for (;;) g(); } catch (e) { return [e]; } }")
            .get(0);
    Set<String> calls = calls(only(part).weave(script).bytes());
    assertThat(calls).contains("guard");
    assertThat(calls.contains("iterationsLeft")).isEqualTo(part == Part.ITERATIONS);
    assertThat(calls.contains("functionCallsLeft")).isEqualTo(part == Part.FUNCTION_CALLS);
    assertThat(calls.contains("enterFrame")).isEqualTo(part == Part.STACK);
  }

  @Test
  void allOfThemAreWovenAsEver() throws IOException {
    String every = String.join("+", Parts.ALL.keys());
    assertThat(Parts.parse(every)).isEqualTo(Parts.ALL).hasToString(every);
    assertThat(Parts.parse(every).isAll()).isTrue();
    byte[] context = ClassFiles.rhino("ScriptRuntime");
    assertThat(new Weaver(Parts.parse(every), false).weave(context).bytes())
        .isEqualTo(new Weaver().weave(context).bytes());
  }

  @Test
  void wrongNamesAreRefusedWithTheRightOnes() {
    String right =
        "expected some of iterations, functionCalls, allocatedBytes, nativeSteps, stack, joined by"
            + " '+'";
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Parts.parse("iterations+loops"))
        .withMessage("only=iterations+loops: 'loops' is none; " + right);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Parts.parse("stack+iterations+stack"))
        .withMessage("only=stack+iterations+stack: 'stack' is given twice; " + right);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Parts.parse(""))
        .withMessage("only=: '' is none; " + right);
  }

  @Test
  void namesAreInTheOrderOfTheDocumentation() {
    Parts parts = Parts.parse("stack + iterations");
    assertThat(parts).hasToString("iterations+stack");
    assertThat(Arrays.stream(Part.values()).filter(parts::has))
        .containsExactly(Part.ITERATIONS, Part.STACK);
    assertThatIllegalArgumentException().isThrownBy(() -> new Weaver(parts, true));
  }
}
