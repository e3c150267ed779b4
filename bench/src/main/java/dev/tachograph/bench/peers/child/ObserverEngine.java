package dev.tachograph.bench.peers.child;

import org.jspecify.annotations.Nullable;
import org.mozilla.javascript.Callable;
import org.mozilla.javascript.Context;
import org.mozilla.javascript.ContextFactory;
import org.mozilla.javascript.Scriptable;

/**
 * Rhino's own observer, in the way that the documentation of {@code ContextFactory} shows: it looks
 * every 10,000 instructions whether their number or the time is over, and throws an Error.
 */
final class ObserverEngine extends RhinoEngine {
  private static final int THRESHOLD = 10_000;

  private static final ThreadLocal<Bounds> WANTED = ThreadLocal.withInitial(() -> Bounds.NONE);

  ObserverEngine() {
    super(new ObservedFactory());
  }

  @Override
  public Ended evaluate(String source, Bounds bounds, @Nullable Host host) {
    WANTED.set(bounds);
    try {
      Ended ended = super.evaluate(source, bounds, host);
      // Nobody else throws an Error of this class; scripts cannot catch it.
      return ended.text().startsWith(TooMuch.class.getName())
          ? new Ended(Ending.LIMIT, ended.text(), ended.text().replaceAll("\\D", ""))
          : ended;
    } finally {
      WANTED.remove();
    }
  }

  /** What the observer throws. */
  private static final class TooMuch extends Error {
    private static final long serialVersionUID = 1L;

    TooMuch(long instructions) {
      super(instructions + " instructions");
    }
  }

  private static final class ObservedContext extends Context {
    private final Bounds bounds = WANTED.get();
    private long instructions;
    private long started = System.nanoTime();

    ObservedContext(ContextFactory factory) {
      super(factory);
    }

    void observe(int more) {
      instructions += more;
      if (instructions > bounds.count()
          || System.nanoTime() - started > bounds.millis() * 1_000_000) {
        throw new TooMuch(instructions);
      }
    }

    void start() {
      instructions = 0;
      started = System.nanoTime();
    }
  }

  private static final class ObservedFactory extends ContextFactory {
    @Override
    protected Context makeContext() {
      Context cx = SafeFactory.safe(new ObservedContext(this));
      cx.setGenerateObserverCount(true);
      cx.setInstructionObserverThreshold(THRESHOLD);
      return cx;
    }

    @Override
    protected void observeInstructionCount(Context cx, int instructionCount) {
      ((ObservedContext) cx).observe(instructionCount);
    }

    @Override
    protected Object doTopCall(
        Callable callable, Context cx, Scriptable scope, Scriptable self, Object[] arguments) {
      ((ObservedContext) cx).start();
      return super.doTopCall(callable, cx, scope, self, arguments);
    }
  }
}
