package dev.tachograph.meter.management;

import java.util.Map;

/** What the evaluations of one script used. */
public interface ScriptView {
  /** The source name of the outermost script; {@code (other)} stands for those beyond 10,000. */
  String getName();

  /** What they used since the JVM started, by the keys of JSON; what is not known is absent. */
  Map<String, Long> getUsage();
}
