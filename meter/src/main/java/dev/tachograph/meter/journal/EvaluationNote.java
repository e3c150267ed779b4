package dev.tachograph.meter.journal;

import dev.tachograph.meter.EvaluationRecord;
import dev.tachograph.meter.Usage;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is written of an evaluation. */
sealed interface EvaluationNote extends Note {
  /** An evaluation is about to run. */
  record Begins(long number, EvaluationRecord evaluation) implements EvaluationNote {
    static Begins read(ByteReader in) {
      return new Begins(in.i64(), in.record());
    }

    @Override
    public void write(ByteWriter out) {
      out.i64(number).record(evaluation);
    }

    @Override
    public void apply(Totals totals) {
      totals.begin(number, evaluation);
    }
  }

  /** What an evaluation that runs has used so far. */
  record Checkpoint(long number, String script, Usage usage) implements EvaluationNote {
    static Checkpoint read(ByteReader in) {
      return new Checkpoint(in.i64(), in.text(), in.usage());
    }

    @Override
    public void write(ByteWriter out) {
      out.i64(number).name(script).usage(usage);
    }

    @Override
    public void apply(Totals totals) {
      OpenEvaluation evaluation = totals.open().get(number);
      if (evaluation != null) {
        evaluation.checkpoint(script, usage);
      }
    }
  }

  /** An evaluation ended, and the allowances that this changed. */
  record Ends(long number, EvaluationRecord evaluation, List<AccountNote.Allowed> allowances)
      implements EvaluationNote {
    static Ends read(ByteReader in) {
      long number = in.i64();
      EvaluationRecord evaluation = in.record();
      int size = in.u16();
      List<AccountNote.Allowed> allowances = new ArrayList<>();
      for (int i = 0; i < size; i++) {
        allowances.add(AccountNote.Allowed.read(in));
      }
      return new Ends(number, evaluation, allowances);
    }

    @Override
    public void write(ByteWriter out) {
      out.i64(number).record(evaluation).u16(allowances.size());
      allowances.forEach(allowed -> allowed.write(out));
    }

    @Override
    public void apply(Totals totals) {
      totals.end(number, evaluation);
      allowances.forEach(allowed -> allowed.apply(totals));
    }
  }

  /** What of an evaluation that runs an account does not pay; of {@code null}, nothing at all. */
  record Forgets(long number, String id, @Nullable Usage usage) implements EvaluationNote {
    static Forgets read(ByteReader in) {
      return new Forgets(in.i64(), in.text(), in.u8() == 0 ? null : in.usage());
    }

    @Override
    public void write(ByteWriter out) {
      out.i64(number).text(id).u8(usage == null ? 0 : 1);
      if (usage != null) {
        out.usage(usage);
      }
    }

    @Override
    public void apply(Totals totals) {
      OpenEvaluation evaluation = totals.open().get(number);
      if (evaluation != null) {
        evaluation.forget(id, usage);
      }
    }
  }
}
