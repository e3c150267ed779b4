package dev.tachograph.agent.weave;

import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.ClassReader;

/**
 * Which classes a class may make the JVM load, and whether it has code of its own to initialise.
 *
 * @param classes internal names, as its constant pool has them
 * @param initialises whether it has a static initialiser
 */
public record Mentions(List<String> classes, boolean initialises) {
  private static final int CLASS = 7;
  private static final int UTF8 = 1;
  private static final byte[] INITIALISER = {'<', 'c', 'l', 'i', 'n', 'i', 't', '>'};

  /** Reads the constant pool of a class and nothing else. */
  public static Mentions in(byte[] bytes) {
    ClassReader reader = new ClassReader(bytes);
    char[] buffer = new char[reader.getMaxStringLength()];
    List<String> classes = new ArrayList<>();
    boolean initialises = false;
    for (int i = 1; i < reader.getItemCount(); i++) {
      int item = reader.getItem(i); // 0 behind a long or a double
      if (item > 0 && bytes[item - 1] == CLASS) {
        String name = reader.readUTF8(item, buffer);
        if (name != null && !name.startsWith("[")) {
          classes.add(name);
        }
      } else if (item > 0 && bytes[item - 1] == UTF8) {
        initialises |= isInitialiser(reader, item);
      }
    }
    return new Mentions(List.copyOf(classes), initialises);
  }

  private static boolean isInitialiser(ClassReader reader, int item) {
    if (reader.readUnsignedShort(item) != INITIALISER.length) {
      return false;
    }
    for (int i = 0; i < INITIALISER.length; i++) {
      if (reader.readByte(item + 2 + i) != INITIALISER[i]) {
        return false;
      }
    }
    return true;
  }
}
