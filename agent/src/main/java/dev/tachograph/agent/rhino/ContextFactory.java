package dev.tachograph.agent.rhino;

/** Stands for Rhino's class of the same name. Never defined itself. */
public class ContextFactory {
  /** As in Rhino: a Context for this thread. */
  public final Context enterContext() {
    return new Context();
  }
}
