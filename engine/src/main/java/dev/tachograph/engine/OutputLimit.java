package dev.tachograph.engine;

/** What is done with a result that is larger than it may be. */
public enum OutputLimit {
  /** The evaluation fails with {@link ScriptError.Kind#OUTPUT}. */
  REFUSE,
  /** What does not fit is left out: the ends of strings, the last items and keys. */
  TRUNCATE
}
