package dev.tachograph.meter.journal;

import dev.tachograph.meter.Breach;
import dev.tachograph.meter.EvaluationRecord;
import dev.tachograph.meter.Resource;
import dev.tachograph.meter.Statistics;
import dev.tachograph.meter.Usage;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Writes the parts of records, big-endian; {@link ByteReader} is the inverse. */
final class ByteWriter {
  /** Names are shown to people; those of scripts may be whole scripts. */
  static final int LONGEST_NAME = 1000;

  private byte[] bytes = new byte[256];
  private int size;

  byte[] toArray() {
    return Arrays.copyOf(bytes, size);
  }

  private ByteBuffer room(int length) {
    if (bytes.length - size < length) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + length));
    }
    ByteBuffer room = ByteBuffer.wrap(bytes, size, length);
    size += length;
    return room;
  }

  ByteWriter raw(byte[] value) {
    room(value.length).put(value);
    return this;
  }

  ByteWriter u8(int value) {
    room(1).put((byte) value);
    return this;
  }

  ByteWriter u16(int value) {
    room(2).putShort((short) value);
    return this;
  }

  ByteWriter i32(int value) {
    room(4).putInt(value);
    return this;
  }

  ByteWriter i64(long value) {
    room(8).putLong(value);
    return this;
  }

  /** A length, -1 of {@code null}, and UTF-8. */
  ByteWriter text(@Nullable String value) {
    if (value == null) {
      return i32(-1);
    }
    byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
    return i32(utf8.length).raw(utf8);
  }

  /** A text that may be cut. */
  ByteWriter name(@Nullable String value) {
    return text(
        value == null || value.length() <= LONGEST_NAME
            ? value
            : value.substring(0, LONGEST_NAME) + "...");
  }

  ByteWriter resource(Resource resource) {
    return u16(resource.ordinal());
  }

  /** The counts in the order of the file's table of resources. */
  ByteWriter usage(Usage usage) {
    for (Resource resource : Resource.all()) {
      i64(usage.get(resource));
    }
    return this;
  }

  ByteWriter record(EvaluationRecord evaluation) {
    EvaluationRecord.@Nullable Outcome outcome = evaluation.outcome();
    i64(evaluation.id()).text(evaluation.account()).name(evaluation.script());
    name(evaluation.thread());
    Instant start = evaluation.start();
    i64(start.getEpochSecond()).i32(start.getNano());
    i64(evaluation.duration().toNanos());
    u8(outcome == null ? 0 : 1 + outcome.ordinal());
    usage(evaluation.usage());
    Breach breach = evaluation.breach();
    return breach == null ? u8(0) : u8(1).breach(breach);
  }

  private ByteWriter breach(Breach breach) {
    u8(breach.kind().ordinal()).resource(breach.resource()).u8(breach.scope().ordinal());
    i64(breach.limit()).i64(breach.used()).i64(breach.requested());
    text(breach.account()).name(breach.script());
    Breach.Position position = breach.position();
    return position == null
        ? u8(0)
        : u8(1).name(position.source()).name(position.function()).i32(position.line());
  }

  ByteWriter statistics(Statistics statistics) {
    i64(statistics.completed()).i64(statistics.failed()).i64(statistics.limitExceeded());
    i64(statistics.denied()).i64(statistics.cancelled());
    return i64(statistics.totalDuration().toNanos()).usage(statistics.largest());
  }
}
