package dev.tachograph.engine.program;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A {@link CompiledForm} as bytes. What is read was authenticated before, so this only guards
 * against our own mistakes.
 */
final class CompiledFormat {
  /** Changes with everything that is written here. */
  static final int VERSION = 1;

  private CompiledFormat() {}

  static byte[] write(CompiledForm form) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(form.classes().size());
      for (CompiledForm.ClassFile file : form.classes()) {
        text(out, file.name());
        out.writeInt(file.bytes().length);
        out.write(file.bytes());
      }
      function(out, form.script());
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }

  private static void function(DataOutputStream out, CompiledForm.Function function)
      throws IOException {
    text(out, function.code());
    out.writeBoolean(function.constructs());
    out.writeInt(function.names().size());
    for (int i = 0; i < function.names().size(); i++) {
      text(out, function.names().get(i));
      out.writeBoolean(function.constants().get(i));
    }
    out.writeInt(function.flags().size());
    for (boolean flag : function.flags()) {
      out.writeBoolean(flag);
    }
    out.writeInt(function.numbers().size());
    for (int number : function.numbers()) {
      out.writeInt(number);
    }
    out.writeInt(function.bounds().start());
    out.writeInt(function.bounds().end());
    out.writeBoolean(function.sourceFile() != null);
    text(out, function.sourceFile() == null ? "" : function.sourceFile());
    text(out, function.name());
    out.writeInt(function.nested().size());
    for (CompiledForm.Function inner : function.nested()) {
      function(out, inner);
    }
  }

  /** As characters: names may have surrogates without a partner. */
  private static void text(DataOutputStream out, String text) throws IOException {
    out.writeInt(text.length());
    out.writeChars(text);
  }

  /**
   * The inverse of {@link #write}.
   *
   * @throws IllegalArgumentException if the bytes are something else
   */
  static CompiledForm read(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    try {
      List<CompiledForm.ClassFile> classes =
          many(in, () -> new CompiledForm.ClassFile(text(in), bytes(in)));
      CompiledForm form = new CompiledForm(classes, function(in));
      if (in.hasRemaining() || classes.isEmpty()) {
        throw new IllegalArgumentException("there is more, or less, than a program");
      }
      return form;
    } catch (BufferUnderflowException end) {
      throw new IllegalArgumentException("it ends too early", end);
    }
  }

  private static CompiledForm.Function function(ByteBuffer in) {
    String code = text(in);
    boolean constructs = flag(in);
    List<String> names = new ArrayList<>();
    List<Boolean> constants = many(in, () -> names.add(text(in)) && flag(in));
    List<Boolean> flags = many(in, () -> flag(in));
    List<Integer> numbers = many(in, in::getInt);
    CompiledForm.Bounds bounds = new CompiledForm.Bounds(in.getInt(), in.getInt());
    boolean hasFile = flag(in);
    String named = text(in);
    @Nullable String file = hasFile ? named : null;
    String name = text(in);
    List<CompiledForm.Function> nested = many(in, () -> function(in));
    return new CompiledForm.Function(
        code, constructs, names, constants, flags, numbers, bounds, file, name, nested);
  }

  private static <T> List<T> many(ByteBuffer in, Supplier<T> one) {
    int count = in.getInt();
    List<T> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      all.add(one.get());
    }
    return all;
  }

  private static boolean flag(ByteBuffer in) {
    return in.get() != 0;
  }

  private static byte[] bytes(ByteBuffer in) {
    int length = in.getInt();
    if (length < 0 || length > in.remaining()) {
      throw new BufferUnderflowException();
    }
    byte[] bytes = new byte[length];
    in.get(bytes);
    return bytes;
  }

  private static String text(ByteBuffer in) {
    int length = in.getInt();
    if (length < 0 || length > in.remaining() / Character.BYTES) {
      throw new BufferUnderflowException();
    }
    char[] characters = new char[length];
    in.asCharBuffer().get(characters);
    in.position(in.position() + Character.BYTES * length);
    return new String(characters);
  }
}
