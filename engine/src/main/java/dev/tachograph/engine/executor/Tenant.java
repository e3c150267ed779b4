package dev.tachograph.engine.executor;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The queued and started work of one tenant, for as long as there is some. Work is first come,
 * first served, but passes work whose script runs as often as it may. All steps take a time that is
 * logarithmic at most. Not thread-safe.
 */
final class Tenant {
  /** A script with queued or started work. */
  static final class Script {
    final Tenant tenant;
    final String name;
    private int started;
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

  private final Bounds bounds;
  private int started;
  private int away; // of these, without a place to run
  private final Set<Task<?>> returning = new LinkedHashSet<>();
  private final Set<Task<?>> queue = new LinkedHashSet<>();
  private final Set<Task<?>> callers = new LinkedHashSet<>();
  private final Map<String, Script> scripts = new HashMap<>();

  /** Scripts with work that may start, by the number of the first of it. */
  private final TreeMap<Long, Script> ready = new TreeMap<>();

  /**
   * How much of it there may be at once.
   *
   * @param started and not ended
   * @param running the part of it that does not wait in a call
   * @param ofScript started and not ended, of one script
   */
  record Bounds(int started, int running, int ofScript) {}

  Tenant(String name, int weight, Bounds bounds) {
    this.name = name;
    this.weight = weight;
    this.bounds = bounds;
  }

  Script script(String script) {
    Script known = scripts.get(script);
    return known != null ? known : new Script(this, script); // kept when it has work
  }

  int running() {
    return started - away;
  }

  /** Work that waits in calls, or to go on after one. */
  int away() {
    return away;
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
    return started == 0 && scripts.isEmpty();
  }

  /** Whether work of that script might start, were it the first. */
  boolean allows(Script script) {
    return mayRunMore() && started < bounds.started() && script.started < bounds.ofScript();
  }

  private boolean mayRunMore() {
    return running() < bounds.running();
  }

  /** Whether some work might start or go on. */
  boolean isReady() {
    return mayRunMore()
        && (!returning.isEmpty() || (started < bounds.started() && !ready.isEmpty()));
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

  /** What waits to go on does; else the first that may start starts. One has to be ready. */
  Task<?> start() {
    if (!returning.isEmpty()) {
      Task<?> task = returning.iterator().next();
      returning.remove(task);
      away--;
      return task;
    }
    Script script = ready.firstEntry().getValue();
    Task<?> task = script.waiting.iterator().next();
    started++;
    script.started++;
    remove(task);
    return task;
  }

  /** It waits in a call from now on. */
  void leave() {
    away++;
  }

  /** It waits to go on. */
  void comeBack(Task<?> task) {
    returning.add(task);
  }

  /** It waits to go on no longer. */
  void giveUp(Task<?> task) {
    returning.remove(task);
  }

  /**
   * It has ended.
   *
   * @param wasAway whether it did not run any longer
   */
  void end(Task<?> task, boolean wasAway) {
    started--;
    task.script.started--;
    if (wasAway) {
      away--;
      returning.remove(task);
    }
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
    long key =
        none || script.started >= bounds.ofScript() ? -1 : script.waiting.iterator().next().number;
    if (key != script.readyAs) {
      ready.remove(script.readyAs);
      script.readyAs = key;
      if (key >= 0) {
        ready.put(key, script);
      }
    }
    if (none && script.started == 0) {
      scripts.remove(script.name);
    }
  }
}
