package dev.tachograph.agent.rhino;

import org.jspecify.annotations.Nullable;

/** Stands for Rhino's Context with the fields that the weaver adds to it. Never defined itself. */
@SuppressWarnings("NonFinalStaticField")
public class Context {
  /** Back-edges taken; written by the script's thread alone. */
  long tachograph$iterations;

  /** The most iterations before the ledger is asked; anybody may move it with an opaque write. */
  long tachograph$iterationLimit;

  /** Function entries; written by the script's thread alone. */
  long tachograph$functionCalls;

  /** The most function entries before the ledger is asked; as the other limit. */
  long tachograph$functionCallLimit;

  /** The open evaluation, or null while no script code runs. */
  @Nullable Object tachograph$evaluation;

  /** Whether the open evaluation exceeded a limit: from then on nothing of it may run. */
  boolean tachograph$stopped;
}
