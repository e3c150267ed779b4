package dev.tachograph.agent.prewoven;

import dev.tachograph.agent.weave.RhinoNames;
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
 * specification, 4.4.7). So the pool is copied with other text, and the rest as it is. For the
 * kernel and for Rhino as Mozilla publishes it that is done when the agent is built.
 */
public final class Templates {
  /** The name of the kernel; no package of Rhino. */
  public static final String KERNEL = "java/lang/TachographKernel";

  static final String FOLDER = "dev/tachograph/agent/rhino/";

  /** Of those that have their names already. */
  static final String RENAMED = ".template";

  private static final int UTF8 = 1;
  private static final int LONG = 5;
  private static final int DOUBLE = 6;

  private Templates() {}

  /**
   * A template as a class beside the Context of a Rhino.
   *
   * @param prefix the package of Rhino, with slashes and a trailing one
   */
  public static byte[] read(String name, String prefix) {
    try (InputStream renamed =
        prefix.equals(RhinoNames.MOZILLA.prefix())
            ? Templates.class.getResourceAsStream(name + RENAMED)
            : null) {
      return renamed != null ? renamed.readAllBytes() : rename(name, prefix);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  static byte[] rename(String name, String prefix) throws IOException {
    try (InputStream in =
        Templates.class.getClassLoader().getResourceAsStream(FOLDER + name + ".class")) {
      if (in == null) {
        throw new LinkageError("the agent's jar lacks the template " + name);
      }
      return rename(in.readAllBytes(), prefix);
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
        out.writeUTF(renamed(in.readUTF(), prefix));
      } else {
        out.write(in.readNBytes(size(tag)));
        i += tag == LONG || tag == DOUBLE ? 1 : 0; // these take two entries
      }
    }
    in.transferTo(out);
    return renamed.toByteArray();
  }

  private static String renamed(String text, String prefix) {
    return text.replace(FOLDER + "Kernel", KERNEL).replace(FOLDER, prefix);
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
