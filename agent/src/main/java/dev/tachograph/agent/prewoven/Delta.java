package dev.tachograph.agent.prewoven;

import java.io.ByteArrayOutputStream;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * A woven class in terms of the class that it was made of.
 *
 * <p>The woven class is cut into parts, and each part is deflated with the bytes around the same
 * place in the original as its dictionary. That takes a quarter of what deflating alone takes, and
 * is read back by the JVM's own library at once, in a JVM that has compiled nothing yet.
 */
final class Delta {
  private static final int PART = 1 << 13;

  /** The most that the format looks back. */
  private static final int DICTIONARY = 1 << 15;

  private static final int LENGTH = Integer.BYTES;

  private Delta() {}

  /** The parts, each behind its length in four bytes. */
  static byte[] encode(byte[] original, byte[] woven) {
    ByteArrayOutputStream parts = new ByteArrayOutputStream();
    Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
    try {
      byte[] part = new byte[2 * PART];
      for (int at = 0; at < woven.length; at += PART) {
        deflater.reset();
        int dictionary = dictionaryAt(at, original.length, woven.length);
        deflater.setDictionary(
            original, dictionary, Math.min(DICTIONARY, original.length - dictionary));
        deflater.setInput(woven, at, Math.min(PART, woven.length - at));
        deflater.finish();
        int length = deflater.deflate(part);
        if (!deflater.finished()) {
          throw new IllegalStateException(
              "a part of " + PART + " bytes grew beyond twice its size");
        }
        for (int shift = Integer.SIZE - Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
          parts.write(length >>> shift);
        }
        parts.write(part, 0, length);
      }
    } finally {
      deflater.end();
    }
    return parts.toByteArray();
  }

  /**
   * The woven class.
   *
   * @param delta an array in which the parts are
   * @param position where in that array
   * @param woven how many bytes it is to have
   * @throws IllegalStateException if the parts are not what was encoded
   */
  static byte[] decode(byte[] original, byte[] delta, int position, int woven) {
    byte[] bytes = new byte[woven];
    Inflater inflater = new Inflater(true);
    try {
      int from = position;
      for (int at = 0; at < woven; at += PART) {
        int length = intAt(delta, from);
        inflater.reset();
        int dictionary = dictionaryAt(at, original.length, woven);
        inflater.setDictionary(
            original, dictionary, Math.min(DICTIONARY, original.length - dictionary));
        inflater.setInput(delta, from + LENGTH, length);
        int part = Math.min(PART, woven - at);
        if (inflater.inflate(bytes, at, part) != part) {
          throw new IllegalStateException("a part ends too early");
        }
        from += LENGTH + length;
      }
    } catch (DataFormatException damaged) {
      throw new IllegalStateException(damaged);
    } finally {
      inflater.end();
    }
    return bytes;
  }

  /** Where the dictionary of a part begins: as far around its middle as there is anything. */
  private static int dictionaryAt(int part, int original, int woven) {
    long middle = (part + Math.min(PART, woven - part) / 2L) * original / woven;
    return Math.max(0, Math.min((int) middle - DICTIONARY / 2, original - DICTIONARY));
  }

  private static int intAt(byte[] bytes, int at) {
    return (bytes[at] << 24)
        | ((bytes[at + 1] & 0xFF) << 16)
        | ((bytes[at + 2] & 0xFF) << 8)
        | (bytes[at + 3] & 0xFF);
  }
}
