package dev.tachograph.bench.peers.child;

import dev.tachograph.engine.Environment;
import dev.tachograph.engine.RunOptions;
import dev.tachograph.engine.Sandbox;
import dev.tachograph.engine.SandboxEngine;
import dev.tachograph.engine.SandboxResult;
import dev.tachograph.engine.ScriptSource;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Our own sandbox; its agent is started with the JVM. */
final class SandboxedEngine implements PeerEngine {
  private static final ThreadLocal<Host> HOST = ThreadLocal.withInitial(Host::new);

  private final SandboxEngine engine = SandboxEngine.create();
  private final AtomicLong tenants = new AtomicLong();

  private final Environment plain = Environment.builder().codeFromStrings(true).build();
  private final Environment hosted =
      Environment.builder()
          .codeFromStrings(true)
          .function(
              "sink",
              call -> {
                HOST.get().sink(String.valueOf(call.arguments()));
                return null;
              })
          .function(
              "tick",
              call -> {
                HOST.get().tick();
                return null;
              })
          .build();
  private final Sandbox sandbox =
      engine.sandbox("peer").environment(plain).limits(TachographEngine.limits(Bounds.FAR)).build();

  @Override
  public Ended evaluate(String source, Bounds bounds, @Nullable Host host) {
    ScriptSource script = new ScriptSource("script.js", source);
    if (host == null) {
      return ended(sandbox.run(script, options(bounds)));
    }
    HOST.set(host);
    String tenant = "tenant " + tenants.incrementAndGet();
    try (Sandbox own =
        engine
            .sandbox(tenant)
            .environment(hosted)
            .limits(TachographEngine.limits(bounds))
            .build()) {
      return ended(own.run(script));
    } finally {
      HOST.remove();
    }
  }

  private static RunOptions options(Bounds bounds) {
    return RunOptions.builder().limits(TachographEngine.limits(bounds)).build();
  }

  private static Ended ended(SandboxResult result) {
    if (result instanceof SandboxResult.Completed completed) {
      return Ended.of(Ending.COMPLETED, String.valueOf(completed.value()));
    }
    if (result instanceof SandboxResult.LimitExceeded stopped) {
      return TachographEngine.limit(stopped.breach());
    }
    if (result instanceof SandboxResult.Failed failed) {
      return Ended.of(
          failed.error().kind().key().equals("syntax") ? Ending.SYNTAX : Ending.ERROR,
          failed.error().message());
    }
    return Ended.of(Ending.OTHER, String.valueOf(result));
  }
}
