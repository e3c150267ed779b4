package dev.tachograph.meter.management;

import java.util.Map;

/** An evaluation that runs. */
public interface EvaluationView {
  /** Counts the evaluations of the JVM. */
  long getId();

  /** Who pays. */
  String getAccount();

  /** The source name of the outermost script. */
  String getScript();

  /** The name of the thread that opened it. */
  String getThread();

  /** When that was, in milliseconds since the epoch. */
  long getStart();

  /** What it used so far, by the keys of JSON; what is not known is absent. */
  Map<String, Long> getUsage();
}
