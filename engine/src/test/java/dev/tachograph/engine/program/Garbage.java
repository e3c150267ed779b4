package dev.tachograph.engine.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.Reference;

/** Waits for the garbage collector, a bounded number of collections. */
final class Garbage {
  private static final int COLLECTIONS = 50;

  private Garbage() {}

  static void awaitCleared(Reference<?>... references) {
    for (int i = 0; i < COLLECTIONS && !areCleared(references); i++) {
      System.gc();
    }
    assertThat(references).allSatisfy(reference -> assertThat((Object) reference.get()).isNull());
  }

  private static boolean areCleared(Reference<?>... references) {
    for (Reference<?> reference : references) {
      if (reference.get() != null) {
        return false;
      }
    }
    return true;
  }
}
