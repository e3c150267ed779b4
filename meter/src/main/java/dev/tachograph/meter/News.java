package dev.tachograph.meter;

import java.lang.reflect.Method;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How news of evaluations cross class loaders: as maps of what every class loader has. */
final class News {
  private static final String EVENT = "event";
  private static final String BREACH = "exceededBreach";
  private static final String RUNNING = "running";
  private static final String START = "start";
  private static final String DURATION = "duration";
  private static final String USAGE = "usage";

  private News() {}

  /** The names of the methods that a listener has of its own. */
  static Set<String> heardBy(EvaluationListener listener) {
    return Arrays.stream(EvaluationListener.class.getMethods())
        .filter(news -> isOverridden(news, listener.getClass()))
        .map(Method::getName)
        .collect(Collectors.toUnmodifiableSet());
  }

  private static boolean isOverridden(Method news, Class<?> listener) {
    try {
      return listener.getMethod(news.getName(), news.getParameterTypes()).getDeclaringClass()
          != EvaluationListener.class;
    } catch (NoSuchMethodException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** Writes what it hears of these; see {@link #heardBy}. */
  static EvaluationListener to(Set<String> heard, Consumer<Map<String, @Nullable Object>> out) {
    return new EvaluationListener() {
      private void write(String event, EvaluationRecord evaluation, @Nullable Breach breach) {
        if (heard.contains(event)) {
          out.accept(map(event, evaluation, breach));
        }
      }

      private void write(String event, String account, String key, @Nullable Object value) {
        if (heard.contains(event)) {
          out.accept(account(event, account, key, value));
        }
      }

      @Override
      public void admitting(EvaluationRecord evaluation) {
        write("admitting", evaluation, null);
      }

      @Override
      public void started(EvaluationRecord evaluation) {
        write("started", evaluation, null);
      }

      @Override
      public void ended(EvaluationRecord evaluation) {
        write("ended", evaluation, null);
      }

      @Override
      public void compiled(EvaluationRecord compilation) {
        write("compiled", compilation, null);
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
      public void charged(String account, Resource resource, long amount) {
        if (heard.contains("charged")) {
          Map<String, @Nullable Object> map = account("charged", account, "amount", amount);
          map.put("resource", resource.key());
          out.accept(map);
        }
      }

      @Override
      public void opened(String account, @Nullable String parent) {
        write("opened", account, "parent", parent);
      }

      @Override
      public void closed(String account) {
        write("closed", account, RUNNING, null);
      }

      @Override
      public void reset(String account, List<EvaluationRecord> running) {
        write(
            "reset",
            account,
            RUNNING,
            running.stream().map(evaluation -> map(evaluation)).toList());
      }

      @Override
      public void changed(String account) {
        write("changed", account, RUNNING, null);
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
    Map<String, @Nullable Object> map = map(evaluation);
    map.put(EVENT, event);
    map.put(BREACH, breach == null ? null : breach.toMap());
    return map;
  }

  /** Not {@link EvaluationRecord#toMap}: texts of times and counts by name take microseconds. */
  private static Map<String, @Nullable Object> map(EvaluationRecord evaluation) {
    Map<String, @Nullable Object> map = new HashMap<>();
    map.put("id", evaluation.id());
    map.put("account", evaluation.account());
    map.put("script", evaluation.script());
    map.put("thread", evaluation.thread());
    map.put(START, evaluation.start());
    map.put(DURATION, evaluation.duration());
    map.put("outcome", evaluation.outcome() == null ? null : evaluation.outcome().name());
    map.put(USAGE, evaluation.usage().toArray());
    map.put("breach", evaluation.breach() == null ? null : evaluation.breach().toMap());
    return map;
  }

  private static EvaluationRecord record(Map<String, @Nullable Object> map) {
    String outcome = (String) map.get("outcome");
    Map<String, @Nullable Object> breach = breach(map.get("breach"));
    return new EvaluationRecord(
        (Long) value(map, "id"),
        (String) value(map, "account"),
        (String) value(map, "script"),
        (String) value(map, "thread"),
        (Instant) value(map, START),
        (Duration) value(map, DURATION),
        outcome == null ? null : EvaluationRecord.Outcome.valueOf(outcome),
        Usage.of((long[]) value(map, USAGE)),
        breach == null ? null : Breach.ofMap(breach));
  }

  private static Object value(Map<String, @Nullable Object> map, String key) {
    return Objects.requireNonNull(map.get(key), key);
  }

  @SuppressWarnings("unchecked") // what Breach.toMap wrote
  private static @Nullable Map<String, @Nullable Object> breach(@Nullable Object map) {
    return (Map<String, @Nullable Object>) map;
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

  @SuppressWarnings("unchecked") // what map wrote
  private static List<EvaluationRecord> records(@Nullable Object maps) {
    return ((List<Map<String, @Nullable Object>>) Objects.requireNonNull(maps))
        .stream().map(News::record).toList();
  }

  private static void readEvaluation(
      String event, Map<String, @Nullable Object> news, EvaluationListener listener) {
    EvaluationRecord evaluation = record(news);
    switch (event) {
      case "admitting" -> listener.admitting(evaluation);
      case "started" -> listener.started(evaluation);
      case "ended" -> listener.ended(evaluation);
      case "compiled" -> listener.compiled(evaluation);
      default -> {
        Breach breach = Breach.ofMap(Objects.requireNonNull(breach(news.get(BREACH))));
        if (event.equals("exceeded")) {
          listener.exceeded(evaluation, breach);
        } else {
          listener.suspect(evaluation, breach);
        }
      }
    }
  }
}
