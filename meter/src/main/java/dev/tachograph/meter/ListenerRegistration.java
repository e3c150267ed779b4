package dev.tachograph.meter;

/** A listener that listens until this is closed. Thread-safe. */
public interface ListenerRegistration extends AutoCloseable {
  @Override
  void close();
}
