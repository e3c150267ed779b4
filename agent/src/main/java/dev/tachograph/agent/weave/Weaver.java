package dev.tachograph.agent.weave;

import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassTooLargeException;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodTooLargeException;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Class bytes in, result out: puts the meter into the classes that Rhino generates and into Rhino
 * itself. Does no input or output and loads no class. Thread-safe; all that it remembers is where
 * Rhinos are that somebody has relocated.
 */
public final class Weaver {
  /**
   * The largest script class that is woven, in bytes: the tree of its instructions takes some 20
   * times as much for a moment. A library of 500 KB of minified source is about half as large.
   */
  private static final int LARGEST_SCRIPT = 16 << 20;

  private final Parts parts;
  private final boolean attributes;
  private final boolean late;

  /** Counts. */
  public Weaver() {
    this(false);
  }

  /** Counts some parts in a Rhino that is loaded already: no class may get a field or a method. */
  public static Weaver late(Parts parts) {
    return new Weaver(parts, false, true);
  }

  /**
   * Counts.
   *
   * @param attributes whether code is to tell which function and line runs, too
   */
  public Weaver(boolean attributes) {
    this(Parts.ALL, attributes);
  }

  /**
   * Counts some parts.
   *
   * @param attributes whether code is to tell which function and line runs, too
   * @throws IllegalArgumentException if it is, and not all is counted
   */
  public Weaver(Parts parts, boolean attributes) {
    this(parts, attributes, false);
  }

  private Weaver(Parts parts, boolean attributes, boolean late) {
    if (attributes && !parts.isAll()) {
      throw new IllegalArgumentException("functions are charged with everything or nothing");
    }
    this.parts = parts;
    this.attributes = attributes;
    this.late = late;
  }

  /** Weaves the class if it is a script or a part of Rhino, and says why where it cannot. */
  public WeaveResult weave(byte[] bytes) {
    return weave(bytes, null);
  }

  /**
   * Weaves the class if it is a script or a part of Rhino, and says why where it cannot.
   *
   * @param known the Rhino that it belongs to, if that is known and it is no script
   */
  public WeaveResult weave(byte[] bytes, @Nullable RhinoNames known) {
    boolean script = Candidates.isScript(bytes);
    if (script && bytes.length > LARGEST_SCRIPT) {
      return WeaveResult.refused(
          WeaveResult.Kind.SCRIPT,
          "its %d bytes are more than the %d that are woven"
              .formatted(bytes.length, LARGEST_SCRIPT),
          null);
    }
    ClassReader reader = new ClassReader(bytes);
    ClassNode node = script ? new BoundedTree() : new ClassNode();
    try {
      reader.accept(node, ClassReader.EXPAND_FRAMES);
    } catch (CannotWeaveException large) {
      return WeaveResult.refused(
          WeaveResult.Kind.SCRIPT, String.valueOf(large.getMessage()), node.sourceFile);
    }
    Relocations.learn(node.name, bytes);
    ScriptShape shape = ScriptShape.of(node);
    if (shape != null) {
      return attempt(
          WeaveResult.Kind.SCRIPT,
          () -> {
            Selection selection = select(reader, this::weaveWholeScript);
            new ScriptWeaver(node, shape, selection, attributes, late).weave();
            return write(reader, node);
          },
          node.sourceFile);
    }
    if (Candidates.isRuntime(node.name)) {
      RuntimeWeaver runtime = new RuntimeWeaver(node, attributes, late);
      RhinoNames owner = known != null ? known : RhinoNames.owning(node.name);
      RhinoNames rhino = owner != null ? owner : runtime.rhino();
      if (runtime.isRhino()) {
        return attempt(
            WeaveResult.Kind.RUNTIME,
            () -> {
              Selection selection =
                  select(
                      reader,
                      (whole, all) -> {
                        new LibraryWeaver(whole, rhino, all).weave();
                        new RuntimeWeaver(whole, attributes, late).weave(all);
                      });
              new LibraryWeaver(node, rhino, selection).weave();
              runtime.weave(selection);
              return write(reader, node);
            },
            null);
      }
      if (!late && RejectionTracker.isShared(node)) { // a loaded class keeps its static field
        return attempt(
            WeaveResult.Kind.RUNTIME,
            () -> {
              RejectionTracker.weave(node);
              new LibraryWeaver(node, rhino, selectLibrary(reader, rhino)).weave();
              return write(reader, node);
            },
            null);
      }
      if (Candidates.isLibrary(node.name)) {
        return attempt(WeaveResult.Kind.RUNTIME, () -> library(reader, node, rhino), null);
      }
    }
    return WeaveResult.UNTOUCHED;
  }

  private byte @Nullable [] library(ClassReader reader, ClassNode node, RhinoNames rhino) {
    Map<String, MethodNode> changed =
        new LibraryWeaver(node, rhino, selectLibrary(reader, rhino)).weave();
    LateMessages messages = new LateMessages(node, rhino, late);
    if (messages.isConcerned()) {
      messages.weave();
      return write(reader, node);
    }
    if (attributes && Attribution.concerns(node.name, rhino)) {
      Attribution.weave(node, rhino);
      return write(reader, node);
    }
    return copy(reader, changed);
  }

  private Selection selectLibrary(ClassReader reader, RhinoNames rhino) {
    return select(reader, (whole, all) -> new LibraryWeaver(whole, rhino, all).weave());
  }

  private void weaveWholeScript(ClassNode script, Selection all) {
    ScriptShape shape = Objects.requireNonNull(ScriptShape.of(script));
    new ScriptWeaver(script, shape, all, attributes, late).weave();
  }

  /**
   * What of a class is counted.
   *
   * @param whole weaves everything into another copy of it, to see how large its methods would be
   */
  private Selection select(ClassReader reader, BiConsumer<ClassNode, Selection> whole) {
    if (parts.isAll()) {
      return Selection.ALL;
    }
    Selection all = Selection.remembering();
    if (parts.has(Part.STACK)) {
      ClassNode copy = new ClassNode();
      reader.accept(copy, ClassReader.EXPAND_FRAMES);
      whole.accept(copy, all);
    }
    return all.only(parts);
  }

  /** The Rhino that made a class, if it is a script; found without a look at its code. */
  public static @Nullable RhinoNames rhinoOfScript(byte[] bytes) {
    ClassNode node = new ClassNode();
    new ClassReader(bytes)
        .accept(node, ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
    ScriptShape shape = ScriptShape.of(node);
    return shape == null ? null : shape.rhino();
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

  private static byte[] write(ClassReader reader, ClassNode node) {
    ClassWriter writer = new ClassWriter(reader, 0);
    node.accept(writer);
    return writer.toByteArray();
  }

  /**
   * Copies the methods that are as they were byte by byte, which most of Rhino's are: the
   * application waits for it.
   *
   * @return {@code null} if nothing has changed
   */
  private static byte @Nullable [] copy(ClassReader reader, Map<String, MethodNode> changed) {
    if (changed.isEmpty()) {
      return null;
    }
    ClassWriter writer = new ClassWriter(reader, 0);
    reader.accept(
        new ClassVisitor(Opcodes.ASM9, writer) {
          @Override
          public @Nullable MethodVisitor visitMethod(
              int access,
              String name,
              String descriptor,
              @Nullable String signature,
              String @Nullable [] exceptions) {
            MethodVisitor out = super.visitMethod(access, name, descriptor, signature, exceptions);
            MethodNode woven = changed.get(name + descriptor);
            if (woven == null) {
              return out;
            }
            woven.accept(out);
            return null;
          }
        },
        0);
    return writer.toByteArray();
  }

  private static WeaveResult attempt(
      WeaveResult.Kind kind, Supplier<byte @Nullable []> change, @Nullable String sourceName) {
    try {
      return WeaveResult.woven(kind, change.get(), sourceName);
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
