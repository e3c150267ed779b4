package dev.tachograph.agent;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * Reads the templates of the classes that the agent defines elsewhere, under their names there.
 *
 * <p>Every name in a class file, alone or within a descriptor, is text in its constant pool (JVM
 * specification, 4.4.7). So the pool is copied with other text, and the rest as it is. That needs
 * no library, which matters: the kernel is made in JVMs that may never run a script.
 */
final class Templates {
  private static final String FOLDER = "dev/tachograph/agent/rhino/";
  private static final int UTF8 = 1;
  private static final int LONG = 5;
  private static final int DOUBLE = 6;

  private Templates() {}

  /**
   * A template as a class beside the Context of a Rhino.
   *
   * @param prefix the package of Rhino, with slashes and a trailing one
   */
  static byte[] read(String name, String prefix) {
    try (InputStream in =
        Templates.class.getClassLoader().getResourceAsStream(FOLDER + name + ".class")) {
      if (in == null) {
        throw new LinkageError("the agent's jar lacks the template " + name);
      }
      return rename(in.readAllBytes(), prefix);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static byte[] rename(byte[] bytes, String prefix) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
    ByteArrayOutputStream renamed = new ByteArrayOutputStream(bytes.length);
    DataOutputStream out = new DataOutputStream(renamed);
    out.writeLong(in.readLong()); // magic and version
    int entries = in.readUnsignedShort();
    out.writeShort(entries);
    for (int i = 1; i < entries; i++) {
      int tag = in.readUnsignedByte();
      out.writeByte(tag);
      if (tag == UTF8) {
        out.writeUTF(rename(in.readUTF(), prefix));
      } else {
        out.write(in.readNBytes(size(tag)));
        i += tag == LONG || tag == DOUBLE ? 1 : 0; // these take two entries
      }
    }
    in.transferTo(out);
    return renamed.toByteArray();
  }

  private static String rename(String text, String prefix) {
    return text.replace(FOLDER + "Kernel", Definer.KERNEL).replace(FOLDER, prefix);
  }

  private static int size(int tag) {
    return switch (tag) {
      case 7, 8, 16, 19, 20 -> 2; // class, string, method type, module, package
      case 15 -> 3; // method handle
      case LONG, DOUBLE -> 8;
      default -> 4; // numbers, members, name and type, dynamic
    };
  }
}
