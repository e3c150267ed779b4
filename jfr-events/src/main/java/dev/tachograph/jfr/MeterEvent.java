package dev.tachograph.jfr;

import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.StackTrace;

/** What all events say. */
@StackTrace(false)
abstract class MeterEvent extends Event {
  @Label("Meter Id")
  @Description("A random number for the meter of one JVM, so that events of several can be mixed")
  @MeterId
  long meterId;
}
