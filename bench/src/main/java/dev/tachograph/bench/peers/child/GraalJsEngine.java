package dev.tachograph.bench.peers.child;

import java.io.OutputStream;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Engine;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.ResourceLimits;
import org.graalvm.polyglot.SandboxPolicy;
import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyExecutable;
import org.jspecify.annotations.Nullable;

/**
 * GraalJS as its community edition is documented: a Context of the strictest policy that it has for
 * each evaluation, all on one Engine, the statement limit, and a watchdog that closes a Context
 * whose time is over.
 */
final class GraalJsEngine implements PeerEngine {
  private final Engine engine =
      Engine.newBuilder("js")
          .sandbox(SandboxPolicy.CONSTRAINED)
          .out(OutputStream.nullOutputStream())
          .err(OutputStream.nullOutputStream())
          .build();
  private final Map<String, Source> sources = new ConcurrentHashMap<>();
  private final ScheduledThreadPoolExecutor watchdog =
      new ScheduledThreadPoolExecutor(
          1,
          task -> {
            Thread thread = new Thread(task, "watchdog");
            thread.setDaemon(true);
            return thread;
          });

  GraalJsEngine() {
    watchdog.setRemoveOnCancelPolicy(true);
  }

  @Override
  public Ended evaluate(String source, Bounds bounds, @Nullable Host host) {
    Context.Builder builder =
        Context.newBuilder("js")
            .engine(engine)
            .sandbox(SandboxPolicy.CONSTRAINED)
            .out(OutputStream.nullOutputStream())
            .err(OutputStream.nullOutputStream());
    if (!bounds.none()) {
      builder.resourceLimits(
          ResourceLimits.newBuilder().statementLimit(bounds.count(), null).build());
    }
    Context context = builder.build();
    ScheduledFuture<?> timer =
        bounds.none()
            ? null
            : watchdog.schedule(() -> close(context), bounds.millis(), TimeUnit.MILLISECONDS);
    try {
      if (host != null) {
        define(context.getBindings("js"), host);
      }
      Value result =
          context.eval(
              sources.computeIfAbsent(
                  source,
                  text -> Source.newBuilder("js", text, "script.js").cached(true).buildLiteral()));
      return Ended.of(Ending.COMPLETED, text(result));
    } catch (PolyglotException failure) {
      return ended(failure);
    } catch (Throwable failure) {
      return Ended.failed(Ending.OTHER, failure);
    } finally {
      if (timer != null) {
        timer.cancel(false);
      }
      close(context);
    }
  }

  private static String text(Value value) {
    return value.isString() ? value.asString() : String.valueOf(value);
  }

  private static void close(Context context) {
    try {
      context.close(true);
    } catch (PolyglotException cancelled) {
      // It says once more that a limit was exceeded.
    }
  }

  private static void define(Value bindings, Host host) {
    bindings.putMember(
        "sink",
        (ProxyExecutable)
            arguments -> {
              host.sink(arguments.length == 0 ? "" : text(arguments[0]));
              return "";
            });
    bindings.putMember(
        "tick",
        (ProxyExecutable)
            arguments -> {
              host.tick();
              return "";
            });
  }

  private static Ended ended(PolyglotException failure) {
    String text = String.valueOf(failure.getMessage());
    if (failure.isResourceExhausted() && !failure.isCancelled()) {
      // Not its limit: the JVM's own heap or stack, which it turns into an error of this kind.
      return Ended.of(text.contains("tack") ? Ending.STACK : Ending.OUT_OF_MEMORY, text);
    }
    if (failure.isCancelled()) {
      String executed = text.replaceAll(".*Statements executed (\\d+).*|.*", "$1");
      return new Ended(Ending.LIMIT, text, executed);
    }
    if (failure.isSyntaxError()) {
      return Ended.of(Ending.SYNTAX, text);
    }
    if (failure.isGuestException()) {
      return Ended.of(Ending.ERROR, text);
    }
    return Ended.failed(Ending.OTHER, failure);
  }
}
