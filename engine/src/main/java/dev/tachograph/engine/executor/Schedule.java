package dev.tachograph.engine.executor;

import dev.tachograph.engine.executor.ExecutorMetrics.TenantLoad;
import dev.tachograph.engine.executor.Task.State;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What waits and runs, and what is next. Tenants are known only while they have work. Not
 * thread-safe.
 */
final class Schedule {
  private static final int LOADS_SHOWN = 100;

  private final Settings settings;
  private final Map<String, Tenant> tenants = new HashMap<>();
  private final Map<String, Integer> weights = new HashMap<>();
  private final Turns turns = new Turns();

  /** All tenants, by what they have in the queue. */
  private final Ranking byQueue = new Ranking();

  /** Those with waiting callers, by the same. */
  private final Ranking calling = new Ranking();

  private final Set<Task<?>> waiting = new LinkedHashSet<>();
  private final Set<Task<?>> started = new LinkedHashSet<>();
  private int away; // of these, without a place to run
  private int queued;

  Schedule(Settings settings) {
    this.settings = settings;
  }

  /** A weight other than 1 is kept until it is 1 again. */
  void setWeight(String name, int weight) {
    if (weight == 1) {
      weights.remove(name);
    } else {
      weights.put(name, weight);
    }
    Tenant tenant = tenants.get(name);
    if (tenant != null) {
      tenant.weight = weight;
    }
  }

  /** The tenant; it is kept when it has work. */
  Tenant tenant(String name) {
    Tenant known = tenants.get(name);
    return known != null
        ? known
        : new Tenant(name, weights.getOrDefault(name, 1), settings.bounds());
  }

  boolean hasShare(Tenant tenant) {
    return tenant.queued() < settings.queueShare();
  }

  boolean hasRoom(Tenant tenant) {
    return queued < settings.queueSize() && hasShare(tenant);
  }

  /** It waits from now on, in the queue if it is admitted. */
  void add(Task<?> task) {
    tenants.put(task.tenant.name, task.tenant);
    waiting.add(task);
    queued += task.admitted ? 1 : 0;
    task.tenant.add(task);
    settle(task.tenant);
  }

  /** Makes the next work run, or go on, that may; {@code null} if there is none. */
  @Nullable Task<?> start() {
    Tenant tenant = turns.next();
    if (tenant == null) {
      return null;
    }
    Task<?> task = tenant.start();
    if (task.state == State.RETURNING) {
      away--;
      settle(tenant);
    } else {
      started.add(task);
      leftQueue(task);
    }
    return task;
  }

  /** Whether there is work that may run, or go on, if there is a place for it. */
  boolean hasReady() {
    return turns.isAnyIn();
  }

  /** It waits in a call from now on, and does not run. */
  void leave(Task<?> task) {
    away++;
    task.tenant.leave();
    settle(task.tenant);
  }

  /** It waits to go on. */
  void comeBack(Task<?> task) {
    task.tenant.comeBack(task);
    settle(task.tenant);
  }

  /** It waits to go on no longer. */
  void giveUp(Task<?> task) {
    task.tenant.giveUp(task);
    settle(task.tenant);
  }

  /** It waits no longer, without having run. */
  void remove(Task<?> task) {
    task.tenant.remove(task);
    leftQueue(task);
  }

  private void leftQueue(Task<?> task) {
    waiting.remove(task);
    queued -= task.admitted ? 1 : 0;
    settle(task.tenant);
    admitCallers();
  }

  /** It ends; its state is still what it was. */
  void end(Task<?> task) {
    boolean wasAway = task.state == State.AWAY || task.state == State.RETURNING;
    started.remove(task);
    away -= wasAway ? 1 : 0;
    task.tenant.end(task, wasAway);
    settle(task.tenant);
  }

  private void settle(Tenant tenant) {
    if (tenant.isReady()) {
      turns.enter(tenant);
    } else {
      turns.leave(tenant);
    }
    if (tenant.callers() > 0) {
      calling.put(tenant, tenant.queued());
    } else {
      calling.remove(tenant);
    }
    if (tenant.isIdle()) {
      byQueue.remove(tenant);
      tenants.remove(tenant.name);
    } else {
      byQueue.put(tenant, tenant.queued());
    }
  }

  /** Gives what is free in the queue to those who have least of it. */
  private void admitCallers() {
    Tenant tenant = calling.lowest();
    while (tenant != null && hasRoom(tenant)) {
      tenant.admitOldest();
      queued++;
      settle(tenant);
      tenant = calling.lowest();
    }
  }

  /** What to drop so that this tenant has room; it has none. */
  Task<?> victim(Tenant tenant) {
    return hasShare(tenant)
        ? byQueue.fromHighest().findFirst().orElseThrow().oldest()
        : tenant.oldest();
  }

  int queued() {
    return queued;
  }

  int callers() {
    return waiting.size() - queued;
  }

  /** A copy, in the order of submission. */
  List<Task<?>> waiting() {
    return new ArrayList<>(waiting);
  }

  /** A copy, in the order of starts. */
  List<Task<?>> started() {
    return new ArrayList<>(started);
  }

  boolean isStarted(Task<?> task) {
    return started.contains(task);
  }

  boolean hasWaiting() {
    return !waiting.isEmpty();
  }

  int runs() {
    return started.size() - away;
  }

  /** Work that waits in calls, or to go on after one. */
  int away() {
    return away;
  }

  /** The tenants with most in the queue, and no more than some; a copy. */
  Map<String, TenantLoad> loads() {
    Map<String, TenantLoad> loads = new LinkedHashMap<>();
    byQueue
        .fromHighest()
        .limit(LOADS_SHOWN)
        .forEach(
            tenant ->
                loads.put(
                    tenant.name,
                    new TenantLoad(
                        tenant.running(), tenant.away(), tenant.queued(), tenant.weight)));
    return Collections.unmodifiableMap(loads);
  }

  /** How many tenants are known; none without work. */
  int tenants() {
    return Math.max(tenants.size(), byQueue.size());
  }
}
