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

/** What is written of an account. */
sealed interface AccountNote extends Note {
  /** All that was known of an account when the file was begun. */
  record Account(
      String id,
      @Nullable String parent,
      Usage usage,
      String limits,
      String allowance,
      Statistics statistics,
      List<EvaluationRecord> history)
      implements AccountNote {
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

  /** An account is kept from now on. */
  record Opened(String id, @Nullable String parent) implements AccountNote {
    static Opened read(ByteReader in) {
      return new Opened(in.text(), in.optionalText());
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
  record Limited(String id, String limits) implements AccountNote {
    static Limited read(ByteReader in) {
      return new Limited(in.text(), in.text());
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
  record Allowed(String id, String allowance) implements AccountNote {
    static Allowed read(ByteReader in) {
      return new Allowed(in.text(), in.text());
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

  /** The host charged an account outside of any evaluation. */
  record Charged(String id, Resource resource, long amount) implements AccountNote {
    static Charged read(ByteReader in) {
      return new Charged(in.text(), in.resource(), in.i64());
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
  record Reset(String id, Map<Long, Usage> booked) implements AccountNote {
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
    public void write(ByteWriter out) {
      out.text(id).i32(booked.size());
      booked.forEach((number, usage) -> out.i64(number).usage(usage));
    }

    @Override
    public void apply(Totals totals) {
      totals.reset(id, booked);
    }
  }
}
