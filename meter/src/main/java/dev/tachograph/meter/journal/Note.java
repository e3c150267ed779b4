package dev.tachograph.meter.journal;

import dev.tachograph.meter.EvaluationRecord;
import dev.tachograph.meter.Resource;
import dev.tachograph.meter.Statistics;
import dev.tachograph.meter.Usage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something that is written down: the body of a record. docs/journal.md has the bytes.
 *
 * <p>What a note changes in the totals it changes in the same way when it is written and when it is
 * read.
 */
sealed interface Note {
  /** The number that the record has in front. */
  int type();

  /** Writes the body. */
  void write(ByteWriter out);

  /** Adds it up. */
  void apply(Totals totals);

  /** The keys of the resources in the order of this file; the first record. */
  record Resources(List<String> keys) implements Note {
    static final int TYPE = 1;

    /** The resources of this version. */
    static Resources own() {
      return new Resources(Resource.all().stream().map(Resource::key).toList());
    }

    static Resources read(ByteReader in) {
      int size = in.u16();
      List<String> keys = new ArrayList<>();
      for (int i = 0; i < size; i++) {
        keys.add(in.text());
      }
      return new Resources(keys);
    }

    @Override
    public int type() {
      return TYPE;
    }

    @Override
    public void write(ByteWriter out) {
      out.u16(keys.size());
      keys.forEach(out::text);
    }

    @Override
    public void apply(Totals totals) {}
  }

  /** All that was known of an account when the file was begun. */
  record Account(
      String id,
      @Nullable String parent,
      Usage usage,
      String limits,
      String allowance,
      Statistics statistics,
      List<EvaluationRecord> history)
      implements Note {
    static final int TYPE = 2;

    static Account of(AccountTotals account) {
      return new Account(
          account.id,
          account.parent,
          account.usage(),
          account.limits(),
          account.allowance(),
          account.statistics(),
          account.history());
    }

    static Account read(ByteReader in) {
      String id = in.text();
      String parent = in.optionalText();
      Usage usage = in.usage();
      String limits = in.text();
      String allowance = in.text();
      Statistics statistics = in.statistics();
      int size = in.i32();
      List<EvaluationRecord> history = new ArrayList<>();
      for (int i = 0; i < size; i++) {
        history.add(in.record());
      }
      return new Account(id, parent, usage, limits, allowance, statistics, history);
    }

    @Override
    public int type() {
      return TYPE;
    }

    @Override
    public void write(ByteWriter out) {
      out.text(id).text(parent).usage(usage).text(limits).text(allowance);
      out.statistics(statistics).i32(history.size());
      history.forEach(out::record);
    }

    @Override
    public void apply(Totals totals) {
      AccountTotals account = totals.account(id);
      account.parent = parent;
      account.restore(usage, statistics, history);
      account.setLimits(limits);
      account.setAllowance(allowance);
    }
  }

  /** The file has all totals that it begins with. */
  record Begun(int accounts, int evaluations) implements Note {
    static final int TYPE = 3;

    static Begun read(ByteReader in) {
      return new Begun(in.i32(), in.i32());
    }

    @Override
    public int type() {
      return TYPE;
    }

    @Override
    public void write(ByteWriter out) {
      out.i32(accounts).i32(evaluations);
    }

    @Override
    public void apply(Totals totals) {
      int known = totals.accounts().size();
      int open = totals.open().size();
      if (known != accounts || open != evaluations) {
        throw new IllegalArgumentException(
            "%d accounts and %d evaluations instead of %d and %d"
                .formatted(known, open, accounts, evaluations));
      }
    }
  }

  /** An account is kept from now on. */
  record Opened(String id, @Nullable String parent) implements Note {
    static final int TYPE = 4;

    static Opened read(ByteReader in) {
      return new Opened(in.text(), in.optionalText());
    }

    @Override
    public int type() {
      return TYPE;
    }

    @Override
    public void write(ByteWriter out) {
      out.text(id).text(parent);
    }

    @Override
    public void apply(Totals totals) {
      totals.account(id).parent = parent;
    }
  }

  /** The limits of an account, in the syntax of options. */
  record Limited(String id, String limits) implements Note {
    static final int TYPE = 5;

    static Limited read(ByteReader in) {
      return new Limited(in.text(), in.text());
    }

    @Override
    public int type() {
      return TYPE;
    }

    @Override
    public void write(ByteWriter out) {
      out.text(id).text(limits);
    }

    @Override
    public void apply(Totals totals) {
      totals.account(id).setLimits(limits);
    }
  }

  /** What of an account's usage does not count against its limits. */
  record Allowed(String id, String allowance) implements Note {
    static final int TYPE = 6;

    static Allowed read(ByteReader in) {
      return new Allowed(in.text(), in.text());
    }

    @Override
    public int type() {
      return TYPE;
    }

    @Override
    public void write(ByteWriter out) {
      out.text(id).text(allowance);
    }

    @Override
    public void apply(Totals totals) {
      totals.account(id).setAllowance(allowance);
    }
  }

  /** An evaluation is about to run. */
  record Begins(long number, EvaluationRecord evaluation) implements Note {
    static final int TYPE = 7;

    static Begins read(ByteReader in) {
      return new Begins(in.i64(), in.record());
    }

    @Override
    public int type() {
      return TYPE;
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
  record Checkpoint(long number, String script, Usage usage) implements Note {
    static final int TYPE = 8;

    static Checkpoint read(ByteReader in) {
      return new Checkpoint(in.i64(), in.text(), in.usage());
    }

    @Override
    public int type() {
      return TYPE;
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
  record Ends(long number, EvaluationRecord evaluation, List<Allowed> allowances) implements Note {
    static final int TYPE = 9;

    static Ends read(ByteReader in) {
      long number = in.i64();
      EvaluationRecord evaluation = in.record();
      int size = in.u16();
      List<Allowed> allowances = new ArrayList<>();
      for (int i = 0; i < size; i++) {
        allowances.add(Allowed.read(in));
      }
      return new Ends(number, evaluation, allowances);
    }

    @Override
    public int type() {
      return TYPE;
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

  /** The host charged an account outside of any evaluation. */
  record Charged(String id, Resource resource, long amount) implements Note {
    static final int TYPE = 10;

    static Charged read(ByteReader in) {
      return new Charged(in.text(), in.resource(), in.i64());
    }

    @Override
    public int type() {
      return TYPE;
    }

    @Override
    public void write(ByteWriter out) {
      out.text(id).resource(resource).i64(amount);
    }

    @Override
    public void apply(Totals totals) {
      totals.charge(id, Usage.ofCharge(resource, amount));
    }
  }

  /** An account starts from nothing; of its evaluations that run, this much is gone. */
  record Reset(String id, Map<Long, Usage> booked) implements Note {
    static final int TYPE = 11;

    static Reset read(ByteReader in) {
      String id = in.text();
      int size = in.i32();
      Map<Long, Usage> booked = new LinkedHashMap<>();
      for (int i = 0; i < size; i++) {
        booked.put(in.i64(), in.usage());
      }
      return new Reset(id, booked);
    }

    @Override
    public int type() {
      return TYPE;
    }

    @Override
    public void write(ByteWriter out) {
      out.text(id).i32(booked.size());
      booked.forEach((number, usage) -> out.i64(number).usage(usage));
    }

    @Override
    public void apply(Totals totals) {
      totals.reset(id, booked);
    }
  }

  /** What of an evaluation that runs an account does not pay; of {@code null}, nothing at all. */
  record Forgets(long number, String id, @Nullable Usage usage) implements Note {
    static final int TYPE = 12;

    static Forgets read(ByteReader in) {
      return new Forgets(in.i64(), in.text(), in.u8() == 0 ? null : in.usage());
    }

    @Override
    public int type() {
      return TYPE;
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

  /** The file was closed; all before it was on disk. */
  record Closed() implements Note {
    static final int TYPE = 13;

    @Override
    public int type() {
      return TYPE;
    }

    @Override
    public void write(ByteWriter out) {}

    @Override
    public void apply(Totals totals) {}
  }

  /**
   * Reads a body.
   *
   * @throws RuntimeException if it is no such note
   */
  static Note read(int type, ByteReader in) {
    Note note =
        switch (type) {
          case Resources.TYPE -> Resources.read(in);
          case Account.TYPE -> Account.read(in);
          case Begun.TYPE -> Begun.read(in);
          case Opened.TYPE -> Opened.read(in);
          case Limited.TYPE -> Limited.read(in);
          case Allowed.TYPE -> Allowed.read(in);
          case Begins.TYPE -> Begins.read(in);
          case Checkpoint.TYPE -> Checkpoint.read(in);
          case Ends.TYPE -> Ends.read(in);
          case Charged.TYPE -> Charged.read(in);
          case Reset.TYPE -> Reset.read(in);
          case Forgets.TYPE -> Forgets.read(in);
          case Closed.TYPE -> new Closed();
          default -> throw new IllegalArgumentException("a record of type " + type);
        };
    if (!in.isAtEnd()) {
      throw new IllegalArgumentException("more than a record of type " + type);
    }
    return note;
  }
}
