package dev.tachograph.agent.tools;

import dev.tachograph.jfr.reader.FlightRecord;
import dev.tachograph.jfr.reader.RecordReader;
import dev.tachograph.jfr.reader.RecordSource;
import dev.tachograph.meter.EvaluationRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The evaluations that ended in recordings, and how many of them are missing. */
final class RecordedEvaluations {
  /** How many are kept, the latest: some 400 bytes each. */
  static final int KEPT = 1_000_000;

  private final FlightRecord record;

  RecordedEvaluations(FlightRecord record) {
    this.record = record;
  }

  /**
   * Reads recordings, what is in several of them once; says on the standard error how far it is.
   *
   * @throws IOException if one cannot be read; the message names it
   */
  static RecordedEvaluations read(List<Path> files) throws IOException {
    Optional<String> wrong = ReportFiles.wrong(files, List.of());
    if (wrong.isPresent()) {
      throw new IOException(wrong.get());
    }
    RecordReader reader = new RecordReader(KEPT, end -> {});
    for (Path file : files) {
      try {
        RecordSource.readFile(
            file, reader, new ReadingProgress(file, System.err, System::nanoTime));
      } catch (IOException failed) {
        throw new IOException(ReportFiles.words(file, failed), failed);
      }
    }
    return new RecordedEvaluations(reader.read());
  }

  List<EvaluationRecord> all() {
    return record.history();
  }

  /** How many were read and are not among them, because there were too many. */
  private long leftOut() {
    return Math.max(0, record.evaluations().read() - record.history().size());
  }

  /** What is missing in words. */
  String missing() {
    List<String> sentences = new ArrayList<>();
    sentences.add(RecordWords.ended(record));
    if (leftOut() > 0) {
      sentences.add("Too many, so the earliest were left out: " + leftOut());
    }
    sentences.addAll(RecordWords.unseen(record));
    return String.join(System.lineSeparator(), sentences);
  }

  /** The same for machines. */
  Map<String, @Nullable Object> missingMap() {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("ended", record.evaluations().toMap());
    map.put("leftOut", leftOut());
    map.put("running", record.running().size());
    map.put("bytes", record.lostBytes());
    map.put("unreadable", record.unreadable());
    return map;
  }
}
