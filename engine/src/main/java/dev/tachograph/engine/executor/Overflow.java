package dev.tachograph.engine.executor;

/** What becomes of a submission for which the queue, or its tenant's share of it, has no room. */
public enum Overflow {
  /** It is rejected. */
  REJECT,

  /**
   * The oldest waiting work of its tenant is dropped for it if the tenant's share is full;
   * otherwise the oldest of the tenant with the longest queue.
   */
  DROP_OLDEST,

  /**
   * Its caller waits until there is room, or until the work starts, and no longer than the queue
   * timeout. Work whose caller waits has its turn like other work. The freed places go to the
   * tenant that has the fewest. Work that submits more itself blocks its thread meanwhile.
   */
  CALLER_WAITS
}
