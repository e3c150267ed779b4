package dev.tachograph.engine;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** Sandboxes of accounts of their own, in one engine for all tests of this JVM. */
final class Sandboxes {
  static final SandboxEngine ENGINE = SandboxEngine.create();

  private Sandboxes() {}

  static Sandbox.Builder standard() {
    return ENGINE.sandbox("test-" + UUID.randomUUID());
  }

  /** An environment whose scripts say that they run, by {@code started()}. */
  static Environment telling(CountDownLatch started) {
    return Environment.builder()
        .function(
            "started",
            call -> {
              started.countDown();
              return null;
            })
        .build();
  }

  static @Nullable Object value(String source) {
    return standard().build().run(source).value();
  }

  static SandboxResult.Failed failed(String source) {
    return (SandboxResult.Failed) standard().build().run(source);
  }

  static Map<String, @Nullable Object> mapOf(@Nullable Object... entries) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    for (int i = 0; i < entries.length; i += 2) {
      map.put((String) entries[i], entries[i + 1]);
    }
    return map;
  }
}
