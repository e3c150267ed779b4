package dev.tachograph.meter.journal;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** What is around the bodies of records, and at the front of files. */
final class Frames {
  /** The version of the format that is written, and the only one that is read. */
  static final int VERSION = 1;

  /** How long the header of a file is. */
  static final int HEADER = 32;

  /** How many bytes a record has besides its body. */
  static final int OVERHEAD = 27;

  private static final long FILE_MAGIC = 0x544143484f4a4e4cL; // TACHOJNL
  private static final short MAGIC = 0x544a; // TJ
  private static final int BODY = 23;

  private Frames() {}

  /** A record in a file: {@code durable} is how much of the file was on disk before it was made. */
  record Frame(long sequence, long durable, int type, ByteBuffer body, int end) {}

  /**
   * The header of the file with this number.
   *
   * @param salt goes into all checksums of the file, so that nobody can put a record into a name
   */
  static byte[] header(long number, long salt) {
    ByteBuffer out = ByteBuffer.allocate(HEADER);
    out.putLong(FILE_MAGIC).putInt(VERSION).putLong(number).putLong(salt);
    return out.putInt(crc(0, out.array(), 0, HEADER - 4)).array();
  }

  /** The salt in a header. */
  static long salt(byte[] file) {
    return ByteBuffer.wrap(file).getLong(20);
  }

  /** The version in a whole header; 0 of something else than a journal. */
  static int version(byte[] file) {
    ByteBuffer in = ByteBuffer.wrap(file);
    boolean ours = in.getLong() == FILE_MAGIC;
    int version = in.getInt();
    boolean whole = version != VERSION || in.getInt(HEADER - 4) == crc(0, file, 0, HEADER - 4);
    return ours && whole ? version : 0;
  }

  static byte[] encode(long salt, long sequence, long durable, Note note) {
    ByteWriter body = new ByteWriter();
    note.write(body);
    byte[] bytes = body.toArray();
    ByteBuffer out = ByteBuffer.allocate(OVERHEAD + bytes.length);
    out.putShort(MAGIC).putInt(bytes.length).putLong(sequence).putLong(durable);
    out.put((byte) NoteKind.of(note).number()).put(bytes);
    return out.putInt(crc(salt, out.array(), 0, BODY + bytes.length)).array();
  }

  /** The record that begins there, or {@code null} if there is no whole one. */
  static @Nullable Frame decode(long salt, byte[] file, int at) {
    if (file.length - at < OVERHEAD) {
      return null;
    }
    ByteBuffer in = ByteBuffer.wrap(file);
    int length = in.getInt(at + 2);
    if (in.getShort(at) != MAGIC || length < 0 || length > file.length - at - OVERHEAD) {
      return null;
    }
    int end = at + OVERHEAD + length;
    if (in.getInt(end - 4) != crc(salt, file, at, BODY + length)) {
      return null;
    }
    return new Frame(
        in.getLong(at + 6),
        in.getLong(at + 14),
        in.get(at + 22) & 0xff,
        in.slice(at + BODY, length),
        end);
  }

  /** Whether a record further behind shows that what begins there had been on disk already. */
  static boolean wasDurable(long salt, byte[] file, int at) {
    for (int i = at + 1; i <= file.length - OVERHEAD; i++) {
      if (file[i] == (byte) (MAGIC >> 8) && file[i + 1] == (byte) MAGIC) {
        Frame later = decode(salt, file, i);
        if (later != null && later.durable > at) {
          return true;
        }
      }
    }
    return false;
  }

  private static int crc(long salt, byte[] bytes, int from, int length) {
    CRC32C crc = new CRC32C();
    crc.update(ByteBuffer.allocate(8).putLong(0, salt));
    crc.update(bytes, from, length);
    return (int) crc.getValue();
  }
}
