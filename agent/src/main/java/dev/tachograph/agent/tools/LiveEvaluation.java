package dev.tachograph.agent.tools;

import dev.tachograph.meter.Usage;
import dev.tachograph.meter.management.EvaluationView;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An evaluation that runs, as the report has it. */
record LiveEvaluation(String script, String account, String thread, Usage usage) {
  static LiveEvaluation of(EvaluationView view) {
    return new LiveEvaluation(
        view.getScript(), view.getAccount(), view.getThread(), LiveReading.usage(view.getUsage()));
  }

  Map<String, @Nullable Object> toMap() {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("script", script);
    map.putAll(usage.toMap());
    map.put("account", account);
    map.put("thread", thread);
    return map;
  }
}
