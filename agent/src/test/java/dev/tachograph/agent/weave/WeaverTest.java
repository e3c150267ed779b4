package dev.tachograph.agent.weave;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mozilla.javascript.Context;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TryCatchBlockNode;
import org.objectweb.asm.util.CheckClassAdapter;

/** Bytes in, result out: what is woven verifies, and what cannot be is refused with a reason. */
class WeaverTest {
  private final Weaver weaver = new Weaver();

  private static void verify(byte[] bytes) {
    StringWriter problems = new StringWriter();
    CheckClassAdapter.verify(new ClassReader(bytes), false, new PrintWriter(problems));
    assertThat(problems.toString()).isEmpty();
  }

  private static ClassNode read(byte[] bytes) {
    ClassNode node = new ClassNode();
    new ClassReader(bytes).accept(node, 0);
    return node;
  }

  /** The class with a script's code, after weaving. */
  private ClassNode woven(String source) {
    return read(weaver.weave(ClassFiles.compile(source).get(0)).bytes());
  }

  private static long calls(ClassNode node, String method, String name) {
    return node.methods.stream()
        .filter(candidate -> candidate.name.equals(method))
        .flatMap(
            candidate ->
                IntStream.range(0, candidate.instructions.size())
                    .mapToObj(candidate.instructions::get))
        .filter(
            instruction ->
                instruction instanceof MethodInsnNode call
                    && (call.owner.contains("/Tachograph") || call.owner.equals(node.name))
                    && call.name.equals(name))
        .count();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void everyWovenParityProgramVerifies(boolean attributes) throws IOException {
    Weaver weaver = new Weaver(attributes);
    int woven = 0;
    for (String topic :
        List.of("loops", "exceptions", "generators", "calls", "iteration", "integers")) {
      try (InputStream in = WeaverTest.class.getResourceAsStream("/parity/" + topic + ".js")) {
        String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        for (String program : text.split("//===[^\n]*\n", -1)) {
          for (byte[] bytes : program.isBlank() ? List.<byte[]>of() : ClassFiles.compile(program)) {
            WeaveResult result = weaver.weave(bytes);
            assertThat(result.refusal()).as(program).isNull();
            if (result.kind() == WeaveResult.Kind.SCRIPT) {
              verify(result.bytes());
              woven++;
            }
          }
        }
      }
    }
    assertThat(woven).isGreaterThan(100);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Context",
        "ScriptRuntime",
        "Interpreter",
        "JSFunction",
        "JSScript",
        "optimizer/Codegen"
      })
  void rhinosOwnClassesVerify(String name) throws IOException {
    WeaveResult result = weaver.weave(ClassFiles.rhino(name));
    assertThat(result.kind()).isEqualTo(WeaveResult.Kind.RUNTIME);
    assertThat(result.refusal()).isNull();
    verify(result.bytes());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void everyClassOfRhinoVerifies(boolean attributes) throws IOException {
    Weaver weaver = new Weaver(attributes);
    try (JarFile jar = new JarFile(rhinoJar())) {
      List<String> names =
          jar.stream()
              .map(JarEntry::getName)
              .filter(name -> name.endsWith(".class") && !name.startsWith("META-INF"))
              .filter(name -> Candidates.isLibrary(name.replace(".class", "")))
              .toList();
      assertThat(names).hasSizeGreaterThan(400);
      int changed = 0;
      for (String name : names) {
        byte[] bytes = jar.getInputStream(jar.getEntry(name)).readAllBytes();
        WeaveResult result = weaver.weave(bytes);
        assertThat(result.kind()).as(name).isEqualTo(WeaveResult.Kind.RUNTIME);
        assertThat(result.refusal()).as(name).isNull();
        if (result.bytes() != null) {
          verify(result.bytes());
          changed++;
        }
      }
      assertThat(changed).as("classes with something to count").isGreaterThan(150);
    }
  }

  private static File rhinoJar() {
    return new File(Context.class.getProtectionDomain().getCodeSource().getLocation().getPath());
  }

  @Test
  void putsOneCounterOnALoopAndOneOnAFunctionAndNoneElsewhere() {
    ClassNode node = woven("function f(a) { for (var i = 0; i < a; i++); return i; } f(1)");
    assertThat(calls(node, "_c_f_1", "tachograph$tick")).isEqualTo(1);
    assertThat(calls(node, "_c_f_1", "tachograph$call")).as("not in the bridge").isEqualTo(1);
    assertThat(calls(node, "_c_script_0", "tachograph$tick")).isZero();
    assertThat(calls(node, "_c_script_0", "tachograph$call")).isZero();
  }

  /** The way in has a counter of its own, so that the body comes first. */
  @Test
  void turnsALoopThatMakesIntegers() {
    ClassNode turned = woven("function f() { var x = 1; while (x < 256) x <<= 1; return x; } f()");
    assertThat(calls(turned, "_c_f_1", "tachograph$tick")).isEqualTo(2);
    ClassNode left = woven("function f() { var x = 1; while (x < 256) x *= 2; return x; } f()");
    assertThat(calls(left, "_c_f_1", "tachograph$tick")).isEqualTo(1);
    String called = "function f(n) { var x = 1; while (x < n) x <<= 1; return x; } f(256)";
    assertThat(calls(woven(called), "_c_f_1", "tachograph$tick"))
        .as("a condition that calls")
        .isEqualTo(1);
  }

  @Test
  void guardsHandlersButNotTheStubThatOnlyLeavesTheActivation() {
    ClassNode node = woven("function f() { try { g(); } finally { h(); } return eval; }");
    assertThat(calls(node, "_c_f_1", "guard")).isEqualTo(1);
  }

  @Test
  void leavesOtherClassesAlone() throws IOException {
    try (InputStream in = String.class.getResourceAsStream("String.class")) {
      byte[] string = in.readAllBytes();
      assertThat(Candidates.contains("java/lang/String", string)).isFalse();
      assertThat(weaver.weave(string).kind()).isEqualTo(WeaveResult.Kind.OTHER);
    }
  }

  @Test
  void aClassThatIsOnlyNamedLikeRhinosIsLeftAlone() {
    ClassWriter writer = new ClassWriter(0);
    writer.visit(
        Opcodes.V17, Opcodes.ACC_PUBLIC, "com/example/Context", null, "java/lang/Object", null);
    writer.visitEnd();
    assertThat(weaver.weave(writer.toByteArray()).kind()).isEqualTo(WeaveResult.Kind.OTHER);
  }

  @Test
  void refusesAScriptWhoseTreeWouldFillTheHeap() {
    byte[] small = ClassFiles.compile("for (;;);").get(0);
    byte[] large = Arrays.copyOf(small, (16 << 20) + 1);

    assertThat(weaver.weave(Arrays.copyOf(small, 16 << 20)).refusal()).isNull();
    assertThat(weaver.weave(large).refusal())
        .isEqualTo("its 16777217 bytes are more than the 16777216 that are woven");
  }

  /** A class file says what differs from the stack map before, a tree has all locals in each. */
  @Test
  void refusesAScriptWhoseStackMapsWouldFillTheHeap() {
    List<String> locals =
        IntStream.range(0, 990).mapToObj(i -> "w" + Integer.toString(i, 36)).toList();
    String body = "(x) { var " + String.join(",", locals) + ";" + "if(x);".repeat(1_600) + "}";
    String allowed = "function f" + body;
    String refused =
        IntStream.range(0, 4).mapToObj(i -> "function f" + i + body).collect(joining());

    assertThat(weaver.weave(ClassFiles.compile(allowed).get(0)).refusal()).isNull();
    WeaveResult result = weaver.weave(ClassFiles.compile(refused).get(0));
    assertThat(result.kind()).isEqualTo(WeaveResult.Kind.SCRIPT);
    assertThat(result.refusal())
        .isEqualTo("its stack maps have more than the 4194304 entries that are woven");
  }

  /** Each yield has a jump back to it, and each try block a handler for each yield. */
  @Test
  void weavesGeneratorsWithManyYields() {
    String body = "for (;;) { try { yield x; } finally { yield 1; } }".repeat(100);
    String source =
        IntStream.range(0, 10)
            .mapToObj(i -> "function* f" + i + "(x) {" + body + "}")
            .collect(joining());

    WeaveResult result = weaver.weave(ClassFiles.compile(source).get(0));
    assertThat(result.refusal()).isNull();
    assertThat(calls(read(result.bytes()), "_c_f0_1_gen", "tachograph$tick")).isEqualTo(100);
  }

  /** As the stubs of a generator do: a jump back for each handler, over all other handlers. */
  @Test
  @Timeout(20)
  void findsLoopsInTimeThatGrowsWithTheMethod() {
    MethodNode method = new MethodNode(Opcodes.ACC_STATIC, "m", "()V", null, null);
    LabelNode start = new LabelNode();
    LabelNode end = new LabelNode();
    method.instructions.add(start);
    method.instructions.add(new InsnNode(Opcodes.NOP));
    method.instructions.add(end);
    List<LabelNode> handlers = Stream.generate(LabelNode::new).limit(8_000).toList();
    for (LabelNode handler : handlers) {
      method.instructions.add(handler);
      method.instructions.add(new InsnNode(Opcodes.ATHROW));
      method.tryCatchBlocks.add(new TryCatchBlockNode(start, end, handler, null));
    }
    handlers.forEach(handler -> method.instructions.add(new JumpInsnNode(Opcodes.GOTO, handler)));
    assertThat(Loops.find(method)).isEmpty();
  }

  @Test
  void refusesAMethodThatOutgrowsTheFormat() {
    WeaveResult result =
        weaver.weave(Padding.fill(ClassFiles.compile("for (;x;);").get(0), "_c_script_0"));
    assertThat(result.refusal()).contains("_c_script_0", "too large");
    assertThat(result.sourceName()).isEqualTo("t.js");
  }

  @Test
  void keepsMethodsBelowTheSizeThatTheJitRefuses() {
    List<String> tooBig = new ArrayList<>();
    for (int loops = 150; loops < 260; loops++) {
      ClassNode before = read(ClassFiles.compile("for(;x<1;);".repeat(loops)).get(0));
      ClassNode after = woven("for(;x<1;);".repeat(loops));
      int plain = size(before);
      if (plain <= ScriptWeaver.HUGE_METHOD && size(after) > ScriptWeaver.HUGE_METHOD) {
        tooBig.add(loops + " loops: " + plain + " to " + size(after));
      }
    }
    assertThat(tooBig).hasSizeLessThan(20);
  }

  private static int size(ClassNode node) {
    MethodNode script =
        node.methods.stream().filter(m -> m.name.equals("_c_script_0")).findFirst().orElseThrow();
    return CodeSize.of(script.instructions);
  }

  @Test
  void aRefusedClassKeepsItsShapeAndSaysWhyWhenItRuns() throws Exception {
    List<byte[]> classes = ClassFiles.compile("for (;;);");
    byte[] refused = weaver.refuse(classes.get(0), "because");
    verify(refused);
    assertThat(read(refused).methods).hasSameSizeAs(read(classes.get(0)).methods);
    assertThatCode(
            () ->
                new ClassLoader(Context.class.getClassLoader()) {
                  Class<?> define() {
                    return defineClass("T", refused, 0, refused.length);
                  }
                }.define().getMethods())
        .doesNotThrowAnyException();
  }

  @Test
  void aLoopWithoutAKnownJumpIsRefused() {
    ClassNode node = read(ClassFiles.compile("for (;x;);").get(0));
    for (MethodNode method : node.methods) {
      if (method.name.equals("_c_script_0")) {
        method.instructions.insert(new InsnNode(Opcodes.NOP));
        LabelNode start = new LabelNode();
        LabelNode end = new LabelNode();
        method.instructions.insert(start);
        method.instructions.insert(
            method.instructions.getFirst(),
            new MethodInsnNode(Opcodes.INVOKESTATIC, "java/lang/Thread", "yield", "()V", false));
        method.instructions.add(end);
        method.tryCatchBlocks.add(new TryCatchBlockNode(start, end, start, null));
      }
    }
    ClassWriter writer = new ClassWriter(0);
    node.accept(writer);
    assertThat(weaver.weave(writer.toByteArray()).refusal()).contains("no jump to count");
  }
}
