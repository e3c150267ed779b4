package dev.tachograph.agent.tools;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * A message in the wire format of protocol buffers: what a file of pprof needs of it, for the
 * library is as big as the agent. Format: https://protobuf.dev/programming-guides/encoding/
 */
final class Protobuf {
  private static final int VARINT = 0;
  private static final int BYTES = 2;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /** An integer; those that are not there are 0. */
  Protobuf number(int field, long value) {
    if (value != 0) {
      tag(field, VARINT);
      varint(value);
    }
    return this;
  }

  /** A list of integers. */
  Protobuf numbers(int field, Iterable<Long> values) {
    Protobuf packed = new Protobuf();
    values.forEach(packed::varint);
    return message(field, packed);
  }

  Protobuf text(int field, String text) {
    return bytes(field, text.getBytes(StandardCharsets.UTF_8));
  }

  Protobuf message(int field, Protobuf message) {
    return bytes(field, message.toByteArray());
  }

  private Protobuf bytes(int field, byte[] bytes) {
    tag(field, BYTES);
    varint(bytes.length);
    out.writeBytes(bytes);
    return this;
  }

  private void tag(int field, int type) {
    varint(((long) field << 3) | type);
  }

  /** Seven bits in a byte, the lowest first; the eighth bit says that more follow. */
  private void varint(long value) {
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      out.write((int) ((rest & 0x7F) | 0x80));
      rest >>>= 7;
    }
    out.write((int) rest);
  }

  byte[] toByteArray() {
    return out.toByteArray();
  }
}
