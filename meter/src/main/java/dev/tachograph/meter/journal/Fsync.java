package dev.tachograph.meter.journal;

/**
 * When a journal waits for the disk. A process that is killed loses nothing in either case; this is
 * about machines that lose power.
 */
public enum Fsync {
  /** Before an evaluation starts and before its end is told to the host. */
  ALWAYS,
  /** With every checkpoint: a machine that stops loses what was written since the last one. */
  INTERVAL,
  /** When files are closed; in between the operating system decides. */
  NEVER
}
