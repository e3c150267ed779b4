package dev.tachograph.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tachograph.meter.Resource;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.security.ProtectionDomain;
import java.util.concurrent.atomic.AtomicInteger;
import net.bytebuddy.agent.Installer;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** What is not proven to be metered gives way to what is. */
class ProofTest {
  /** Another agent, which spoils what ours has made of a Rhino's compiled scripts. */
  private static final class Spoiler implements ClassFileTransformer {
    private final AtomicInteger spoiled = new AtomicInteger();
    private final ClassLoader loader;

    Spoiler(ClassLoader loader) {
      this.loader = loader;
    }

    @Override
    public byte[] transform(
        ClassLoader of, String name, Class<?> redefined, ProtectionDomain domain, byte[] bytes) {
      boolean script = name != null && name.startsWith("org/mozilla/javascript/gen/");
      if (!script || of == null || of.getClass().getClassLoader() != loader) {
        return null;
      }
      spoiled.incrementAndGet();
      return uncounted(bytes);
    }

    private static byte[] uncounted(byte[] bytes) {
      ClassWriter writer = new ClassWriter(0);
      new ClassReader(bytes)
          .accept(
              new ClassVisitor(Opcodes.ASM9, writer) {
                @Override
                public MethodVisitor visitMethod(
                    int access, String name, String type, String signature, String[] thrown) {
                  return new Uncounted(super.visitMethod(access, name, type, signature, thrown));
                }
              },
              0);
      return writer.toByteArray();
    }
  }

  /** Without what counts iterations. */
  private static final class Uncounted extends MethodVisitor {
    Uncounted(MethodVisitor method) {
      super(Opcodes.ASM9, method);
    }

    @Override
    public void visitFieldInsn(int opcode, String owner, String name, String type) {
      if (opcode == Opcodes.PUTFIELD && name.equals("tachograph$iterations")) {
        super.visitInsn(Opcodes.POP2);
        super.visitInsn(Opcodes.POP);
      } else {
        super.visitFieldInsn(opcode, owner, name, type);
      }
    }
  }

  @Test
  void scriptsAreInterpretedWhereOnlyThatIsProven() {
    OtherRhino rhino = new OtherRhino(OtherRhino.jar("rhino-1.8.1"), false);
    Instrumentation instrumentation = Installer.getInstrumentation();
    Spoiler spoiler = new Spoiler(rhino.loader());
    instrumentation.addTransformer(spoiler, true); // which come after those that are not able to
    try {
      ParityTest.Counted counted =
          ParityTest.Counted.of(
              () -> rhino.run("spoiled.js", "for (var i = 0; i < 10; i++); i", false));
      assertThat(counted.result()).isEqualTo("10");
      assertThat(counted.usage().get(Resource.ITERATIONS)).isEqualTo(10);
      assertThat(spoiler.spoiled).as("the canary's classes").hasPositiveValue();
      assertThat(WovenJvm.governor().statistics().unmetered()).isEmpty();
    } finally {
      instrumentation.removeTransformer(spoiler);
    }
  }
}
