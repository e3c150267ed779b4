package dev.tachograph.agent.prewoven;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * Finds classes of Rhino that were woven when the agent was built, by their bytes as they were.
 *
 * <p>Weaving depends on the bytes of the class and on nothing else. So a class that is found here
 * is exactly what the weaver would make of it, and one that is not is woven as ever. Thread-safe.
 *
 * <p>The file: numbers of classes and of names; ascending fingerprints; where the entry of each is;
 * where each name ends; the names; the entries, each with the length of the original, whether it
 * has a static initialiser, the number and the indexes of the names that it mentions, the length of
 * the woven class (0 if it is as it was) and its {@link Delta}.
 */
public final class Prewoven {
  static final String FILE = "prewoven.bin";

  /** Within an entry. */
  private static final int INITIALISES = Integer.BYTES;

  private static final int COUNT = INITIALISES + 1;
  private static final int MENTIONS = COUNT + Short.BYTES;

  private final byte[] bytes;
  private final ByteBuffer file;
  private final long[] fingerprints;
  private final int entries;
  private final int nameEnds;
  private final int nameTexts;

  private Prewoven(byte[] bytes) {
    this.bytes = bytes;
    file = ByteBuffer.wrap(bytes);
    fingerprints = new long[file.getInt(0)];
    int start = 2 * Integer.BYTES;
    file.slice(start, fingerprints.length * Long.BYTES).asLongBuffer().get(fingerprints);
    entries = start + fingerprints.length * Long.BYTES;
    nameEnds = entries + fingerprints.length * Integer.BYTES;
    nameTexts = nameEnds + file.getInt(Integer.BYTES) * Integer.BYTES;
  }

  /** Those that this agent was built with; none if it was built without. */
  public static Prewoven read() {
    try (InputStream in = Prewoven.class.getResourceAsStream(FILE)) {
      return new Prewoven(in == null ? new byte[2 * Integer.BYTES] : in.readAllBytes());
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** What was made of this class, or {@code null} if it is not known. */
  public @Nullable PrewovenClass find(byte[] original) {
    int index = Arrays.binarySearch(fingerprints, Fingerprint.of(original));
    if (index < 0) {
      return null;
    }
    int position = file.getInt(entries + index * Integer.BYTES);
    return file.getInt(position) == original.length
        ? new PrewovenClass(this, position, original)
        : null;
  }

  boolean initialises(int position) {
    return bytes[position + INITIALISES] != 0;
  }

  byte @Nullable [] woven(int position, byte[] original) {
    int mentions = file.getShort(position + COUNT);
    int length = position + MENTIONS + mentions * Short.BYTES;
    int woven = file.getInt(length);
    return woven == 0 ? null : Delta.decode(original, bytes, length + Integer.BYTES, woven);
  }

  void addMentions(int position, Collection<String> names, BitSet known) {
    int end = position + MENTIONS + file.getShort(position + COUNT) * Short.BYTES;
    for (int at = position + MENTIONS; at < end; at += Short.BYTES) {
      int name = ((bytes[at] & 0xFF) << Byte.SIZE) | (bytes[at + 1] & 0xFF);
      if (!known.get(name)) {
        names.add(name(name));
        known.set(name);
      }
    }
  }

  private String name(int index) {
    int from = index == 0 ? 0 : file.getInt(nameEnds + (index - 1) * Integer.BYTES);
    int to = file.getInt(nameEnds + index * Integer.BYTES);
    return new String(bytes, nameTexts + from, to - from, StandardCharsets.ISO_8859_1);
  }
}
