package dev.tachograph.agent.rhino;

/** Stands for Rhino's class of the same name. Never defined itself. */
public class ContextFactory {
  /** As in Rhino: that of hosts that have none of their own. */
  public static ContextFactory getGlobal() {
    return new ContextFactory();
  }

  /** As in Rhino: a Context for this thread. */
  public final Context enterContext() {
    return new Context();
  }
}
