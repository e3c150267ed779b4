package dev.tachograph.engine;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.mozilla.javascript.Context;
import org.mozilla.javascript.Function;
import org.mozilla.javascript.Scriptable;
import org.mozilla.javascript.ScriptableObject;
import org.mozilla.javascript.TopLevel;

/**
 * A global scope with standard objects of its own, for one evaluation. Built ahead on any thread,
 * used on one, then thrown away.
 */
final class Realm {
  private final ScriptableObject globals;
  private final Function then;
  private final Function freeze;
  private final Function error;
  private final EventLoop later;
  private boolean used;

  private Realm(ScriptableObject globals, EventLoop later) {
    this.globals = globals;
    this.later = later;
    then = (Function) method(ScriptableObject.getClassPrototype(globals, "Promise"), "then");
    freeze = (Function) method((Scriptable) method(globals, "Object"), "freeze");
    error = (Function) method(globals, "Error");
  }

  /**
   * Builds a scope in a Context of this thread.
   *
   * @throws org.mozilla.javascript.RhinoException what a prelude throws
   */
  static Realm build(Context cx, RealmShape shape) {
    boolean interpreted = cx.isInterpretedMode();
    cx.setInterpretedMode(true); // what is compiled here runs once
    try {
      return build(cx, shape, new TopLevel()); // finds what syntax needs, even if it is blocked
    } finally {
      cx.setInterpretedMode(interpreted);
    }
  }

  private static Realm build(Context cx, RealmShape shape, TopLevel globals) {
    cx.initSafeStandardObjects(globals, false);
    Realm realm = new Realm(globals, new EventLoop(cx, globals, shape.timers()));
    new Hardening(globals).apply(shape);
    for (ScriptSource prelude : shape.preludes()) {
      cx.evaluateString(globals, prelude.text(), prelude.name(), 1, null);
    }
    return realm;
  }

  private static Object method(Scriptable owner, String name) {
    return ScriptableObject.getProperty(owner, name);
  }

  /**
   * The scope, for its one use.
   *
   * @throws IllegalStateException if it was used before
   */
  ScriptableObject open() {
    if (used) {
      throw new IllegalStateException("a scope is used once");
    }
    used = true;
    return globals;
  }

  /** Defines a global that scripts may change for themselves. */
  void define(String name, @Nullable Object value) {
    globals.defineProperty(name, value, ScriptableObject.DONTENUM);
  }

  /** Defines a global that stays as it is. */
  void defineFixed(String name, @Nullable Object value) {
    globals.defineProperty(
        name,
        value,
        ScriptableObject.DONTENUM | ScriptableObject.READONLY | ScriptableObject.PERMANENT);
  }

  /** What {@code Promise.prototype.then} was before any script ran. */
  void then(Context cx, Scriptable promise, Object onFulfilled, Object onRejected) {
    then.call(cx, globals, promise, new Object[] {onFulfilled, onRejected});
  }

  /** Freezes an object of the scope's, without what it contains. */
  Object freeze(Context cx, Scriptable object) {
    return Objects.requireNonNull(freeze.call(cx, globals, globals, new Object[] {object}));
  }

  /** Makes what {@code new Error} made before any script ran. */
  Scriptable error(Context cx, String message) {
    return error.construct(cx, globals, new Object[] {message});
  }

  /** What its scripts want to be run later. */
  EventLoop later() {
    return later;
  }
}
