package dev.tachograph.meter.management;

import java.util.List;

/** What the agent did to classes since the JVM started. */
public interface WeavingView {
  /** How many compiled scripts are metered. */
  long getScriptClasses();

  /** How many classes of Rhino were changed. */
  long getRuntimeClasses();

  /** How many classes were not let in, because they could not be metered. */
  long getRefused();

  /** The versions of Rhino that are metered. */
  List<String> getRhinoVersions();

  /**
   * What is counted, by the names of the agent's option {@code only}, if that is not everything: 0
   * of anything else says nothing, and nothing is limited. Empty if everything is counted.
   */
  List<String> getOnly();

  /** The Rhinos that are not metered, in sentences; empty if all are. */
  List<String> getUnmetered();
}
