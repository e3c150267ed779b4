package dev.tachograph.bench.peers.child;

import delight.rhinosandox.RhinoSandbox;
import delight.rhinosandox.RhinoSandboxes;
import delight.rhinosandox.exceptions.ScriptCPUAbuseException;
import delight.rhinosandox.exceptions.ScriptDurationException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.mozilla.javascript.BaseFunction;
import org.mozilla.javascript.Context;
import org.mozilla.javascript.Scriptable;
import org.mozilla.javascript.Undefined;

/**
 * delight-rhino-sandbox as its README has it: one sandbox, which evaluates each script in a scope
 * above its sealed one, with a limit of instructions and of the duration.
 */
final class DelightRhinoEngine implements PeerEngine {
  private final Map<Bounds, RhinoSandbox> sandboxes = new ConcurrentHashMap<>();

  @Override
  public Ended evaluate(String source, Bounds bounds, @Nullable Host host) {
    RhinoSandbox sandbox = sandboxes.computeIfAbsent(bounds, DelightRhinoEngine::create);
    try {
      Object result =
          sandbox.eval(
              "script.js",
              source,
              host == null
                  ? Map.of()
                  : Map.of(
                      "sink", new Function(host, true),
                      "tick", new Function(host, false)));
      return Ended.of(Ending.COMPLETED, String.valueOf(result));
    } catch (ScriptCPUAbuseException | ScriptDurationException stopped) {
      return Ended.of(Ending.LIMIT, stopped.toString());
    } catch (Throwable failure) {
      return RhinoEngine.failed(failure);
    }
  }

  private static RhinoSandbox create(Bounds bounds) {
    RhinoSandbox sandbox = RhinoSandboxes.create();
    if (!bounds.none()) {
      sandbox.setInstructionLimit(Math.toIntExact(bounds.count()));
      sandbox.setMaxDuration(Math.toIntExact(bounds.millis()));
    }
    return sandbox;
  }

  /** A function that it injects; of its own Rhino, which is older than ours. */
  private static final class Function extends BaseFunction {
    private static final long serialVersionUID = 1L;

    private final transient Host host;
    private final boolean takesText;

    Function(Host host, boolean takesText) {
      this.host = host;
      this.takesText = takesText;
    }

    @Override
    public Object call(Context cx, Scriptable from, Scriptable self, Object[] arguments) {
      if (takesText) {
        host.sink(arguments.length == 0 ? "" : Context.toString(arguments[0]));
      } else {
        host.tick();
      }
      return Undefined.instance;
    }
  }
}
