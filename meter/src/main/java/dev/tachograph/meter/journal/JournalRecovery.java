package dev.tachograph.meter.journal;

import dev.tachograph.meter.EvaluationRecord;
import java.nio.file.Path;
import java.util.List;

/**
 * What was found when a journal was opened. Immutable and thread-safe.
 *
 * @param file the file that is the journal now
 * @param droppedBytes how much was cut off behind the last whole record: what a process was writing
 *     when it was killed, and had told nobody
 * @param killed the evaluations that were open, as they are booked now: cancelled, without a
 *     breach, with what their last checkpoints say
 */
public record JournalRecovery(Path file, long droppedBytes, List<EvaluationRecord> killed) {}
