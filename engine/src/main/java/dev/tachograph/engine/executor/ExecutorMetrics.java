package dev.tachograph.engine.executor;

import java.time.Duration;
import java.util.Map;

/**
 * An executor at one moment. Each submission counts once: {@code submitted} is the sum of {@code
 * running}, {@code waiting}, {@code queued}, {@code callersWaiting}, {@code completed}, {@code
 * rejected}, {@code dropped}, {@code timedOut} and {@code cancelled}.
 *
 * @param threads how much work runs at once at most
 * @param running work that runs
 * @param waiting work that started and waits in a call, or for its turn after one
 * @param queued work that waits in the queue
 * @param callersWaiting work whose callers wait for room in the queue
 * @param submitted calls of {@code submit}, rejected ones included
 * @param completed work that ended by itself, whatever it returned or threw
 * @param rejected not run because the queue was full or the executor shut down
 * @param dropped not run because newer work took its place
 * @param timedOut not run within the queue timeout, or asked to end after its run timeout
 * @param cancelled removed, or asked to end, by {@link Submission#cancel} or {@link
 *     FairExecutor#close}
 * @param totalQueueWait how long everything that left the queue had waited, in sum
 * @param longestQueueWait the longest of these times
 * @param tenants who runs or waits, those with most waiting work first; at most 100 of them
 */
public record ExecutorMetrics(
    int threads,
    int running,
    int waiting,
    int queued,
    int callersWaiting,
    long submitted,
    long completed,
    long rejected,
    long dropped,
    long timedOut,
    long cancelled,
    Duration totalQueueWait,
    Duration longestQueueWait,
    Map<String, TenantLoad> tenants) {

  /**
   * The work of one tenant.
   *
   * @param running work that runs
   * @param waiting work that started and waits in a call, or for its turn after one
   * @param queued work that waits in the queue
   * @param weight its share of the starts
   */
  public record TenantLoad(int running, int waiting, int queued, int weight) {}
}
