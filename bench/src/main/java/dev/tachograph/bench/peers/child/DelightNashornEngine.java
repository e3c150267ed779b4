package dev.tachograph.bench.peers.child;

import delight.nashornsandbox.NashornSandbox;
import delight.nashornsandbox.NashornSandboxes;
import delight.nashornsandbox.exceptions.BracesException;
import delight.nashornsandbox.exceptions.ScriptCPUAbuseException;
import delight.nashornsandbox.exceptions.ScriptMemoryAbuseException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import javax.script.Bindings;
import javax.script.ScriptException;
import org.jspecify.annotations.Nullable;

/**
 * delight-nashorn-sandbox as its README has it: limits of CPU time and memory, prepared statements,
 * an executor for the scripts; bindings of its own for each evaluation.
 */
final class DelightNashornEngine implements PeerEngine {
  private static final int PREPARED = 30;

  private final Map<Bounds, NashornSandbox> sandboxes = new ConcurrentHashMap<>();
  private final ExecutorService executor =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "nashorn");
            thread.setDaemon(true);
            return thread;
          });

  @Override
  public Ended evaluate(String source, Bounds bounds, @Nullable Host host) {
    NashornSandbox sandbox = sandboxes.computeIfAbsent(bounds, this::create);
    try {
      Bindings bindings = sandbox.createBindings();
      if (host != null) {
        bindings.put("sink", new HostFunction(host, true));
        bindings.put("tick", new HostFunction(host, false));
      }
      return Ended.of(Ending.COMPLETED, String.valueOf(sandbox.eval(source, bindings)));
    } catch (ScriptCPUAbuseException | ScriptMemoryAbuseException stopped) {
      return Ended.of(Ending.LIMIT, String.valueOf(stopped.getMessage()));
    } catch (BracesException refused) {
      return Ended.failed(Ending.SYNTAX, refused);
    } catch (ScriptException failure) {
      // It parses with a script of its own, which throws this.
      boolean syntax = String.valueOf(failure.getMessage()).contains("SyntaxError");
      return Ended.failed(syntax ? Ending.SYNTAX : Ending.ERROR, failure);
    } catch (Throwable failure) {
      return Ended.failed(
          failure.getClass().getSimpleName().equals("ECMAException") ? Ending.ERROR : Ending.OTHER,
          failure);
    }
  }

  private NashornSandbox create(Bounds bounds) {
    NashornSandbox sandbox = NashornSandboxes.create("--language=es6");
    sandbox.allow(HostFunction.class);
    sandbox.setMaxPreparedStatements(PREPARED);
    if (!bounds.none()) {
      sandbox.setMaxCPUTime(bounds.millis());
      sandbox.setMaxMemory(bounds.bytes());
      sandbox.setExecutor(executor);
    }
    return sandbox;
  }

  /** Nashorn calls what implements an interface of one method as a function. */
  public static final class HostFunction implements Function<Object, Object> {
    private final Host host;
    private final boolean takesText;

    HostFunction(Host host, boolean takesText) {
      this.host = host;
      this.takesText = takesText;
    }

    @Override
    public Object apply(Object text) {
      if (takesText) {
        host.sink(String.valueOf(text));
      } else {
        host.tick();
      }
      return "";
    }
  }
}
