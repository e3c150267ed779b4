package dev.tachograph.jfr;

import org.jspecify.annotations.Nullable;

/** Makes events of what an agent does to classes. Thread-safe. */
final class WeavingEvents {
  private final Meter meter;

  WeavingEvents(Meter meter) {
    this.meter = meter;
  }

  void woven(String className, @Nullable String script, int size, int wovenSize) {
    ClassWovenEvent event = new ClassWovenEvent();
    if (event.shouldCommit()) {
      event.meterId = meter.id();
      event.className = className;
      event.script = script;
      event.size = size;
      event.wovenSize = wovenSize;
      event.commit();
    }
  }

  void refused(String className, @Nullable String script, String reason) {
    ClassRefusedEvent event = new ClassRefusedEvent();
    if (event.shouldCommit()) {
      event.meterId = meter.id();
      event.className = className;
      event.script = script;
      event.reason = reason;
      event.commit();
    }
  }

  void proof(String rhino, String mode, @Nullable String failure) {
    MeteringProofEvent event = new MeteringProofEvent();
    if (event.shouldCommit()) {
      event.meterId = meter.id();
      event.rhino = rhino;
      event.mode = mode;
      event.failure = failure;
      event.commit();
    }
  }
}
