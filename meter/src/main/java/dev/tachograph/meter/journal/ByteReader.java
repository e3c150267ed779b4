package dev.tachograph.meter.journal;

import dev.tachograph.meter.Breach;
import dev.tachograph.meter.EvaluationRecord;
import dev.tachograph.meter.Resource;
import dev.tachograph.meter.Statistics;
import dev.tachograph.meter.Usage;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads what {@link ByteWriter} wrote. What is not of that form ends with one of several runtime
 * exceptions.
 */
final class ByteReader {
  private final ByteBuffer bytes;
  private final List<Resource> resources;

  /**
   * @param resources the file's table of resources
   */
  ByteReader(ByteBuffer bytes, List<Resource> resources) {
    this.bytes = bytes;
    this.resources = resources;
  }

  boolean isAtEnd() {
    return !bytes.hasRemaining();
  }

  int u8() {
    return bytes.get() & 0xff;
  }

  int u16() {
    return bytes.getShort() & 0xffff;
  }

  int i32() {
    return bytes.getInt();
  }

  long i64() {
    return bytes.getLong();
  }

  String text() {
    String text = optionalText();
    if (text == null) {
      throw new IllegalArgumentException("a text is missing");
    }
    return text;
  }

  @Nullable String optionalText() {
    int length = bytes.getInt();
    if (length == -1) {
      return null;
    }
    if (length < 0 || length > bytes.remaining()) {
      throw new IllegalArgumentException("a text of " + length + " bytes");
    }
    byte[] utf8 = new byte[length];
    bytes.get(utf8);
    return new String(utf8, StandardCharsets.UTF_8);
  }

  Resource resource() {
    return resources.get(u16());
  }

  /** What the file knows nothing of was not used. */
  Usage usage() {
    Map<String, @Nullable Long> counts = new HashMap<>();
    Resource.all().forEach(resource -> counts.put(resource.jsonKey(), 0L));
    for (Resource resource : resources) {
      long count = i64();
      counts.put(resource.jsonKey(), count == Usage.UNKNOWN ? null : count);
    }
    return Usage.ofMap(counts);
  }

  EvaluationRecord record() {
    long id = i64();
    String account = text();
    String script = text();
    String thread = text();
    Instant start = Instant.ofEpochSecond(i64(), i32());
    Duration duration = Duration.ofNanos(i64());
    int outcome = u8();
    Usage usage = usage();
    return new EvaluationRecord(
        id,
        account,
        script,
        thread,
        start,
        duration,
        outcome == 0 ? null : EvaluationRecord.Outcome.values()[outcome - 1],
        usage,
        u8() == 0 ? null : breach());
  }

  private Breach breach() {
    Breach.Kind kind = Breach.Kind.values()[u8()];
    Resource resource = resource();
    Breach.Scope scope = Breach.Scope.values()[u8()];
    long limit = i64();
    long used = i64();
    long requested = i64();
    String account = text();
    String script = text();
    return new Breach(
        kind,
        resource,
        scope,
        limit,
        used,
        requested,
        account,
        script,
        u8() == 0 ? null : new Breach.Position(text(), optionalText(), i32()));
  }

  Statistics statistics() {
    return new Statistics(i64(), i64(), i64(), i64(), i64(), Duration.ofNanos(i64()), usage());
  }
}
