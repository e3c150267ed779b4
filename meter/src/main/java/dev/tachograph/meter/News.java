package dev.tachograph.meter;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** How news of evaluations cross class loaders: as maps. */
final class News {
  private static final String EVENT = "event";
  private static final String BREACH = "exceededBreach";
  private static final String RUNNING = "running";

  private News() {}

  /** Writes what it hears. */
  static EvaluationListener to(Consumer<Map<String, @Nullable Object>> out) {
    BiConsumer<String, EvaluationRecord> write =
        (event, evaluation) -> out.accept(map(event, evaluation, null));
    return new EvaluationListener() {
      @Override
      public void admitting(EvaluationRecord evaluation) {
        write.accept("admitting", evaluation);
      }

      @Override
      public void started(EvaluationRecord evaluation) {
        write.accept("started", evaluation);
      }

      @Override
      public void ended(EvaluationRecord evaluation) {
        write.accept("ended", evaluation);
      }

      @Override
      public void compiled(EvaluationRecord compilation) {
        write.accept("compiled", compilation);
      }

      @Override
      public void exceeded(EvaluationRecord evaluation, Breach breach) {
        out.accept(map("exceeded", evaluation, breach));
      }

      @Override
      public void suspect(EvaluationRecord evaluation, Breach breach) {
        out.accept(map("suspect", evaluation, breach));
      }

      @Override
      public void charged(String account, Resource resource, long amount) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put(EVENT, "charged");
        map.put("account", account);
        map.put("resource", resource.key());
        map.put("amount", amount);
        out.accept(map);
      }

      @Override
      public void opened(String account, @Nullable String parent) {
        out.accept(account("opened", account, "parent", parent));
      }

      @Override
      public void closed(String account) {
        out.accept(account("closed", account, RUNNING, null));
      }

      @Override
      public void reset(String account, List<EvaluationRecord> running) {
        out.accept(
            account(
                "reset", account, RUNNING, running.stream().map(EvaluationRecord::toMap).toList()));
      }

      @Override
      public void changed(String account) {
        out.accept(account("changed", account, RUNNING, null));
      }
    };
  }

  private static Map<String, @Nullable Object> account(
      String event, String account, String key, @Nullable Object value) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put(EVENT, event);
    map.put("account", account);
    map.put(key, value);
    return map;
  }

  private static Map<String, @Nullable Object> map(
      String event, EvaluationRecord evaluation, @Nullable Breach breach) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>(evaluation.toMap());
    map.put(EVENT, event);
    map.put(BREACH, breach == null ? null : breach.toMap());
    return map;
  }

  /** Reads what {@link #to} wrote. */
  static Consumer<Map<String, @Nullable Object>> from(EvaluationListener listener) {
    return news -> read(news, listener);
  }

  private static void read(Map<String, @Nullable Object> news, EvaluationListener listener) {
    String event = String.valueOf(news.get(EVENT));
    String account = String.valueOf(news.get("account"));
    switch (event) {
      case "charged" ->
          listener.charged(
              account,
              Resource.ofKey(String.valueOf(news.get("resource"))).orElseThrow(),
              news.get("amount") instanceof Long amount ? amount : 0);
      case "opened" -> listener.opened(account, (String) news.get("parent"));
      case "closed" -> listener.closed(account);
      case "reset" -> listener.reset(account, records(news.get(RUNNING)));
      case "changed" -> listener.changed(account);
      default -> readEvaluation(event, news, listener);
    }
  }

  @SuppressWarnings("unchecked") // what EvaluationRecord.toMap wrote
  private static List<EvaluationRecord> records(@Nullable Object maps) {
    return ((List<Map<String, @Nullable Object>>) Objects.requireNonNull(maps))
        .stream().map(EvaluationRecord::ofMap).toList();
  }

  @SuppressWarnings("unchecked") // what map wrote
  private static void readEvaluation(
      String event, Map<String, @Nullable Object> news, EvaluationListener listener) {
    EvaluationRecord evaluation = EvaluationRecord.ofMap(news);
    switch (event) {
      case "admitting" -> listener.admitting(evaluation);
      case "started" -> listener.started(evaluation);
      case "ended" -> listener.ended(evaluation);
      case "compiled" -> listener.compiled(evaluation);
      default -> {
        if (news.get(BREACH) instanceof Map<?, ?> map) {
          Breach breach = Breach.ofMap((Map<String, @Nullable Object>) map);
          if (event.equals("exceeded")) {
            listener.exceeded(evaluation, breach);
          } else {
            listener.suspect(evaluation, breach);
          }
        }
      }
    }
  }
}
