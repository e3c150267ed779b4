package dev.tachograph.agent;

import dev.tachograph.agent.weave.Parts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** What was woven and what was refused; tells one listener. Thread-safe. */
final class WeavingStatistics {
  private final Parts only;
  private final LongAdder scriptClasses = new LongAdder();
  private final LongAdder runtimeClasses = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private final Set<String> rhinoVersions = new ConcurrentSkipListSet<>();
  private final Set<String> unmetered = new ConcurrentSkipListSet<>();
  private volatile WeavingListener listener = WeavingListener.NONE;

  /**
   * @param only what is counted
   */
  WeavingStatistics(Parts only) {
    this.only = only;
  }

  /** What is counted alone; empty if everything is. */
  List<String> only() {
    return only.isAll() ? List.of() : only.keys();
  }

  /** Tells of everything from now on. */
  void listen(WeavingListener news) {
    listener = news;
  }

  /** A compiled script was woven. */
  void script(String className, @Nullable String source, int size, int wovenSize) {
    scriptClasses.increment();
    listener.woven(className, source, size, wovenSize);
  }

  /** A class of Rhino was woven. */
  void runtime(String className, int size, int wovenSize) {
    runtimeClasses.increment();
    listener.woven(className, null, size, wovenSize);
  }

  /** A class was not let in. */
  void refused(String className, @Nullable String source, String reason) {
    refused.increment();
    listener.refused(className, source, reason);
  }

  /** Something runs without being metered. Returns whether nobody knew. */
  boolean unmetered(String sentence) {
    return unmetered.add(sentence);
  }

  /** What was said of what runs without being metered. */
  List<String> unmetered() {
    return List.copyOf(unmetered);
  }

  /** A Rhino was found. */
  void version(String version) {
    rhinoVersions.add(version);
  }

  /** A Rhino was tried out. */
  void proof(String mode, @Nullable String failure) {
    listener.proof(String.join(",", versionsInWords()), mode, failure);
  }

  long scriptClasses() {
    return scriptClasses.sum();
  }

  long runtimeClasses() {
    return runtimeClasses.sum();
  }

  long refusedClasses() {
    return refused.sum();
  }

  List<String> rhinoVersions() {
    return List.copyOf(rhinoVersions);
  }

  /** The same where nothing else tells what is counted. */
  List<String> versionsInWords() {
    return only.isAll()
        ? rhinoVersions()
        : rhinoVersions.stream().map(version -> version + " (only=" + only + ")").toList();
  }

  /** The report's {@code weaving} object. */
  Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("scriptClasses", scriptClasses());
    map.put("runtimeClasses", runtimeClasses());
    map.put("refused", refusedClasses());
    map.put("rhinoVersions", rhinoVersions());
    if (!only.isAll()) {
      map.put("only", only());
    }
    if (!unmetered.isEmpty()) {
      map.put("unmetered", unmetered());
    }
    return map;
  }
}
