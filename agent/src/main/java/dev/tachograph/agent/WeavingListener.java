package dev.tachograph.agent;

import org.jspecify.annotations.Nullable;

/** Hears what is done to classes, on the thread that loads them: be brief, and throw nothing. */
interface WeavingListener {
  /** Nobody listens. */
  WeavingListener NONE =
      new WeavingListener() {
        @Override
        public void woven(String className, @Nullable String script, int size, int wovenSize) {}

        @Override
        public void refused(String className, @Nullable String script, String reason) {}

        @Override
        public void proof(String rhino, String mode, @Nullable String failure) {}
      };

  /** A class was given its counters; sizes are of its class file, in bytes. */
  void woven(String className, @Nullable String script, int size, int wovenSize);

  /** A class cannot be metered and was not let in. */
  void refused(String className, @Nullable String script, String reason);

  /** A Rhino was tried out; the failure is {@code null} if it is metered. */
  void proof(String rhino, String mode, @Nullable String failure);
}
