package dev.tachograph.agent.rhino;

import java.util.function.IntFunction;

/** Runs a small script as a host would, at an optimization level; gives what it evaluates to. */
final class TachographCanary implements IntFunction<Object> {
  private final String script;
  private final String name;

  TachographCanary(String script, String name) {
    this.script = script;
    this.name = name;
  }

  /**
   * Its scope is empty. Standard objects would cost more than all the rest, and the JIT compiles
   * Rhino worse if it has seen them set up this often before the application does anything.
   */
  @Override
  public Object apply(int optimizationLevel) {
    Context cx = new ContextFactory().enterContext();
    try {
      cx.setOptimizationLevel(optimizationLevel);
      return cx.evaluateString(new NativeObject(), script, name, 1, null);
    } finally {
      Context.exit();
    }
  }
}
