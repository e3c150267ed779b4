package dev.tachograph.engine.executor;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The waiting and running work of one tenant, for as long as there is some. Work is first come,
 * first served, but passes work whose script runs as often as it may. All steps take a time that is
 * logarithmic at most. Not thread-safe.
 */
final class Tenant {
  /** A script with waiting or running work. */
  static final class Script {
    final Tenant tenant;
    final String name;
    private int running;
    private final Set<Task<?>> waiting = new LinkedHashSet<>();
    private long readyAs = -1; // its key among those that are ready

    private Script(Tenant tenant, String name) {
      this.tenant = tenant;
      this.name = name;
    }
  }

  final String name;
  int weight;

  /** Where it stands in the turns; theirs alone. */
  long tag;

  long entry;
  boolean inTurn;

  private final int bound;
  private final int scriptBound;
  private int running;
  private final Set<Task<?>> queue = new LinkedHashSet<>();
  private final Set<Task<?>> callers = new LinkedHashSet<>();
  private final Map<String, Script> scripts = new HashMap<>();

  /** Scripts with work that may start, by the number of the first of it. */
  private final TreeMap<Long, Script> ready = new TreeMap<>();

  /**
   * @param bound how much of it runs at once
   * @param scriptBound the same for one script
   */
  Tenant(String name, int weight, int bound, int scriptBound) {
    this.name = name;
    this.weight = weight;
    this.bound = bound;
    this.scriptBound = scriptBound;
  }

  Script script(String script) {
    Script known = scripts.get(script);
    return known != null ? known : new Script(this, script); // kept when it has work
  }

  int running() {
    return running;
  }

  /** Work with a place in the queue. */
  int queued() {
    return queue.size();
  }

  /** Work whose callers wait. */
  int callers() {
    return callers.size();
  }

  boolean isIdle() {
    return running == 0 && scripts.isEmpty();
  }

  /** Whether work of that script might start, were it the first. */
  boolean allows(Script script) {
    return running < bound && script.running < scriptBound;
  }

  /** Whether some work might start. */
  boolean isReady() {
    return running < bound && !ready.isEmpty();
  }

  /** It waits from now on. */
  void add(Task<?> task) {
    scripts.put(task.script.name, task.script);
    (task.admitted ? queue : callers).add(task);
    task.script.waiting.add(task);
    settle(task.script);
  }

  /** It waits no longer. */
  void remove(Task<?> task) {
    (task.admitted ? queue : callers).remove(task);
    task.script.waiting.remove(task);
    settle(task.script);
  }

  /** The first that may start starts; one has to be ready. */
  Task<?> start() {
    Script script = ready.firstEntry().getValue();
    Task<?> task = script.waiting.iterator().next();
    running++;
    script.running++;
    remove(task);
    return task;
  }

  /** It runs no longer. */
  void end(Task<?> task) {
    running--;
    task.script.running--;
    settle(task.script);
  }

  /** The oldest in the queue; there has to be one. */
  Task<?> oldest() {
    return queue.iterator().next();
  }

  /** The oldest whose caller waits gets a place in the queue; there has to be one. */
  void admitOldest() {
    Task<?> task = callers.iterator().next();
    callers.remove(task);
    queue.add(task);
    task.admit();
  }

  /** Sees whether a script has work that may start, or any at all. */
  private void settle(Script script) {
    boolean none = script.waiting.isEmpty();
    long key = none || script.running >= scriptBound ? -1 : script.waiting.iterator().next().number;
    if (key != script.readyAs) {
      ready.remove(script.readyAs);
      script.readyAs = key;
      if (key >= 0) {
        ready.put(key, script);
      }
    }
    if (none && script.running == 0) {
      scripts.remove(script.name);
    }
  }
}
