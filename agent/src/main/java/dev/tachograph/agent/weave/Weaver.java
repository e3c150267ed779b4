package dev.tachograph.agent.weave;

import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassTooLargeException;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodTooLargeException;
import org.objectweb.asm.tree.ClassNode;

/**
 * Class bytes in, result out: puts the meter into the classes that Rhino generates and into Rhino
 * itself. Does no input or output and loads no class. Stateless and thread-safe.
 */
public final class Weaver {
  /** Weaves the class if it is a script or a part of Rhino, and says why where it cannot. */
  public WeaveResult weave(byte[] bytes) {
    ClassReader reader = new ClassReader(bytes);
    ClassNode node = new ClassNode();
    reader.accept(node, ClassReader.EXPAND_FRAMES);
    ScriptShape shape = ScriptShape.of(node);
    if (shape != null) {
      return weave(
          WeaveResult.Kind.SCRIPT,
          reader,
          node,
          () -> new ScriptWeaver(node, shape).weave(),
          node.sourceFile);
    }
    if (Candidates.isRuntime(node.name)) {
      RuntimeWeaver runtime = new RuntimeWeaver(node);
      RhinoNames owner = RhinoNames.owning(node.name);
      RhinoNames rhino = owner != null ? owner : runtime.rhino();
      boolean known = runtime.isRhino();
      if (known || Candidates.isLibrary(node.name)) {
        return weave(
            WeaveResult.Kind.RUNTIME,
            reader,
            node,
            () -> {
              new LibraryWeaver(node, rhino).weave();
              if (known) {
                runtime.weave();
              }
            },
            null);
      }
    }
    return WeaveResult.UNTOUCHED;
  }

  /** The same class with an error in place of its code: for classes that may not run unmetered. */
  public byte[] refuse(byte[] bytes, String message) {
    ClassReader reader = new ClassReader(bytes);
    ClassNode node = new ClassNode();
    reader.accept(node, ClassReader.EXPAND_FRAMES);
    RefusalStub.apply(node, message);
    ClassWriter writer = new ClassWriter(0);
    node.accept(writer);
    return writer.toByteArray();
  }

  private static WeaveResult weave(
      WeaveResult.Kind kind,
      ClassReader reader,
      ClassNode node,
      Runnable change,
      @Nullable String sourceName) {
    try {
      change.run();
      ClassWriter writer = new ClassWriter(reader, 0);
      node.accept(writer);
      return WeaveResult.woven(kind, writer.toByteArray(), sourceName);
    } catch (MethodTooLargeException large) {
      return WeaveResult.refused(
          kind, "method " + large.getMethodName() + " is too large to be counted", sourceName);
    } catch (ClassTooLargeException large) {
      return WeaveResult.refused(kind, "the class is too large to be counted", sourceName);
    } catch (CannotWeaveException unknown) {
      return WeaveResult.refused(kind, String.valueOf(unknown.getMessage()), sourceName);
    }
  }
}
