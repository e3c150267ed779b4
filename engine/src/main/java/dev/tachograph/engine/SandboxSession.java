package dev.tachograph.engine;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.mozilla.javascript.Context;
import org.mozilla.javascript.ScriptableObject;

/**
 * Scripts that share a scope, one after the other, as the files of a program or the lines of a
 * prompt do: what one defines the next one finds, and each is an evaluation of its own. They have
 * {@code print} too, another name of {@code console.log}. A script that is stopped leaves what it
 * did until then.
 *
 * <p>For scripts that trust each other: in a session nothing keeps them apart. Used by one thread
 * at a time, but by any.
 */
public final class SandboxSession implements AutoCloseable {
  private final Sandbox sandbox;
  private final ScriptScope surroundings;
  private final AtomicBoolean busy = new AtomicBoolean();
  private volatile boolean closed;

  SandboxSession(Sandbox sandbox) {
    this.sandbox = sandbox;
    surroundings = new ScriptScope(sandbox, sandbox.environment().globals(), null, true);
  }

  /**
   * Runs a script in the session's scope, otherwise as {@link Sandbox#run(ScriptSource)} does.
   *
   * @throws IllegalStateException if a script of the session runs already, or if the session, the
   *     sandbox, its account or its engine is closed
   */
  public SandboxResult run(ScriptSource source) {
    return alone(source, SandboxRun::run);
  }

  /**
   * Runs a script for what it does: its value may be anything, and is not read. Otherwise as {@link
   * #run}, and completes with null.
   */
  public SandboxResult execute(ScriptSource source) {
    return alone(source, SandboxRun::execute);
  }

  /**
   * Runs a script to show its value to a person: it completes with a string that describes it, in
   * one line, of 20,000 characters at most. Otherwise as {@link #run}.
   */
  public SandboxResult describe(ScriptSource source) {
    return alone(source, SandboxRun::describe);
  }

  private SandboxResult alone(ScriptSource source, Function<SandboxRun, SandboxResult> way) {
    sandbox.requireOpen();
    if (closed) {
      throw new IllegalStateException("the session is closed");
    }
    if (!busy.compareAndSet(false, true)) {
      throw new IllegalStateException("a session runs one script at a time");
    }
    try {
      return way.apply(new SandboxRun(sandbox, source, surroundings));
    } finally {
      busy.set(false);
    }
  }

  /**
   * Whether a text is all of a script, or more lines must follow. A text that is wrong anyway is
   * complete. Parsing it is not charged to the account.
   */
  public boolean isComplete(String text) {
    Context cx = sandbox.engine().factory().enterContext();
    try {
      return cx.stringIsCompilableUnit(text);
    } finally {
      Context.exit();
    }
  }

  /**
   * The names of an object's properties, own and inherited, for a prompt to complete. Not charged;
   * runs no code of scripts.
   *
   * @param path such as {@code Math} or {@code order.items}; empty for the globals
   * @return in order; none if the path leads to no object, through a getter, or to a proxy
   */
  public Collection<String> names(String path) {
    ScriptableObject globals = surroundings.scope();
    return globals == null ? List.of() : PropertyNames.of(globals, path);
  }

  /** Throws the scope away. */
  @Override
  public void close() {
    closed = true;
    surroundings.close();
  }
}
