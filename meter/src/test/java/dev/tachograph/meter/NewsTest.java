package dev.tachograph.meter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What listeners on the other side of a class loader hear. */
class NewsTest {
  private static final EvaluationRecord RUNNING = record(null, null);

  /** Writes everything down that it hears. */
  private static final class Scribe implements EvaluationListener {
    final Map<String, List<@Nullable Object>> heard = new LinkedHashMap<>();

    private void write(String event, @Nullable Object... what) {
      List<@Nullable Object> all = new ArrayList<>();
      for (Object one : what) {
        all.add(one);
      }
      heard.put(event, all);
    }

    @Override
    public void admitting(EvaluationRecord evaluation) {
      write("admitting", evaluation);
    }

    @Override
    public void charged(String account, Resource resource, long amount) {
      write("charged", account, resource, amount);
    }

    @Override
    public void started(EvaluationRecord evaluation) {
      write("started", evaluation);
    }

    @Override
    public void ended(EvaluationRecord evaluation) {
      write("ended", evaluation);
    }

    @Override
    public void compiled(EvaluationRecord compilation) {
      write("compiled", compilation);
    }

    @Override
    public void exceeded(EvaluationRecord evaluation, Breach breach) {
      write("exceeded", evaluation, breach);
    }

    @Override
    public void suspect(EvaluationRecord evaluation, Breach breach) {
      write("suspect", evaluation, breach);
    }

    @Override
    public void opened(String account, @Nullable String parent) {
      write("opened", account, parent);
    }

    @Override
    public void closed(String account) {
      write("closed", account);
    }

    @Override
    public void reset(String account, List<EvaluationRecord> running) {
      write("reset", account, running);
    }

    @Override
    public void changed(String account) {
      write("changed", account);
    }
  }

  private static final class EndsOnly implements EvaluationListener {
    @Override
    public void ended(EvaluationRecord evaluation) {}
  }

  private static EvaluationRecord record(
      EvaluationRecord.@Nullable Outcome outcome, @Nullable Breach breach) {
    Ledger ledger = new Ledger(new HandTicker("2026-11-20T00:00:00Z"));
    Object evaluation = ledger.evaluations().bind("tenant");
    EvaluationRecord ended = ledger.evaluations().unbind(evaluation, null);
    return new EvaluationRecord(
        ended.id(),
        ended.account(),
        "rule.js",
        ended.thread(),
        ended.start(),
        ended.duration(),
        outcome,
        ended.usage(),
        breach);
  }

  private static Breach breach() {
    Ledger ledger = new Ledger(new HandTicker("2026-11-20T00:00:00Z"));
    ledger.setLimits("tenant", Limits.builder().total(Resource.EVALUATIONS, 0).build());
    try {
      throw new AssertionError(ledger.evaluations().bind("tenant") + " was admitted");
    } catch (LimitExceededError denied) {
      return denied.breach();
    }
  }

  private static void tellAll(EvaluationListener listener) {
    Breach breach = breach();
    listener.admitting(RUNNING);
    listener.charged("tenant", Resource.HOST_CALLS, 7);
    listener.started(RUNNING);
    listener.ended(record(EvaluationRecord.Outcome.LIMIT_EXCEEDED, breach));
    listener.compiled(record(EvaluationRecord.Outcome.COMPLETED, null));
    listener.exceeded(RUNNING, breach);
    listener.suspect(RUNNING, breach);
    listener.opened("tenant/child", "tenant");
    listener.closed("tenant/child");
    listener.reset("tenant", List.of(RUNNING));
    listener.changed("tenant");
  }

  @Test
  void everythingIsHeardThereAsItWasToldHere() {
    Scribe here = new Scribe();
    Scribe there = new Scribe();

    tellAll(here);
    tellAll(News.to(News.heardBy(there), News.from(there)));

    assertThat(here.heard).hasSize(EvaluationListener.class.getMethods().length);
    assertThat(there.heard.keySet()).isEqualTo(here.heard.keySet());
    assertThat(there.heard.get("charged")).isEqualTo(here.heard.get("charged"));
    assertThat(there.heard.get("reset")).isEqualTo(here.heard.get("reset"));
    assertThat(there.heard.get("started")).isEqualTo(here.heard.get("started"));
    assertThat(there.heard.get("opened")).isEqualTo(here.heard.get("opened"));
    EvaluationRecord ended = (EvaluationRecord) there.heard.get("ended").get(0);
    assertThat(ended.outcome()).isEqualTo(EvaluationRecord.Outcome.LIMIT_EXCEEDED);
    assertThat(ended.breach()).isEqualTo(breach());
  }

  @Test
  void nothingCrossesThatNobodyHears() {
    List<Object> crossed = new ArrayList<>();
    Set<String> heard = News.heardBy(new EndsOnly());

    tellAll(News.to(heard, news -> crossed.add(String.valueOf(news.get("event")))));

    assertThat(heard).containsExactly("ended");
    assertThat(crossed).containsExactly("ended");
  }
}
