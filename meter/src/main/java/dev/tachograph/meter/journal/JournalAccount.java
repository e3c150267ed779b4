package dev.tachograph.meter.journal;

import dev.tachograph.meter.EvaluationRecord;
import dev.tachograph.meter.LimitStatus;
import dev.tachograph.meter.Limits;
import dev.tachograph.meter.Statistics;
import dev.tachograph.meter.Usage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a journal knows of an account. Immutable and thread-safe.
 *
 * @param id its name
 * @param parent the account that pays with it, as it was last opened, or {@code null}
 * @param usage what it used so far; of what runs, and of what was killed and is not yet booked,
 *     what its last checkpoint says
 * @param limits the limits that were last set
 * @param limitStatus how the cumulative ones of them stand
 * @param statistics how its evaluations ended
 * @param history the last of them, the latest last
 * @param running evaluations of this account itself that have not ended, or never will
 */
public record JournalAccount(
    String id,
    @Nullable String parent,
    Usage usage,
    Limits limits,
    List<LimitStatus> limitStatus,
    Statistics statistics,
    List<EvaluationRecord> history,
    List<EvaluationRecord> running) {}
