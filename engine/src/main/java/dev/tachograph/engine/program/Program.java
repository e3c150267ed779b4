package dev.tachograph.engine.program;

import dev.tachograph.meter.Resource;
import dev.tachograph.meter.Usage;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.mozilla.javascript.Context;
import org.mozilla.javascript.JSDescriptor;
import org.mozilla.javascript.Script;
import org.mozilla.javascript.ScriptOrFn;
import org.mozilla.javascript.Scriptable;

/**
 * A script that was parsed and can be run by any number of threads and realms, also at the same
 * time. Its first runs are interpreted; once it is hot it is compiled in the background, and the
 * runs that start from then on are compiled ones. It is hot after a number of runs, or of fewer
 * that worked for long.
 *
 * <p>Nothing of one realm gets into another. Rhino makes regular expressions, functions, objects
 * and classes anew in every run, and keeps only the objects of tagged templates in the code, with
 * the realm of whoever comes first. Programs with such templates are therefore parsed again for
 * every run, at the cost of whoever runs them, and never compiled.
 */
public final class Program {
  /** So many iterations and function calls of a run count like another run: some 2 ms. */
  static final int WORK_OF_A_RUN = 20_000;

  private enum Tier {
    INTERPRETED,
    WAITING,
    COMPILED,
    INTERPRETED_FOR_GOOD
  }

  private final ProgramSource source;
  private final CompileOptions options;
  private final int functions;
  private final long regExps;
  private final Set<String> constants;
  private final int hotAfter;
  private final Consumer<Program> whenHot;
  private final AtomicReference<Tier> tier;
  private final AtomicInteger runs = new AtomicInteger();
  private volatile int askAt;

  /** {@code null} if every run needs its own. */
  private volatile @Nullable Script script;

  /**
   * @param hotAfter the run that asks for compilation
   * @param whenHot is told once, and must then call one of {@link #swapIn}, {@link #askLater} and
   *     {@link #giveUp}
   */
  Program(
      ProgramSource source,
      CompileOptions options,
      SourceCompiler.Compiled first,
      int hotAfter,
      Consumer<Program> whenHot) {
    this.source = source;
    this.options = options;
    this.functions = first.functions();
    this.regExps = RegExpWeight.of(source.text());
    this.constants = constants(first.script());
    this.hotAfter = hotAfter;
    this.whenHot = whenHot;
    this.askAt = hotAfter;
    this.script = first.keepsRealm() ? null : first.script();
    this.tier = new AtomicReference<>(firstTier(first));
  }

  private Tier firstTier(SourceCompiler.Compiled first) {
    if (first.keepsRealm() || options.interpretedOnly()) {
      return Tier.INTERPRETED_FOR_GOOD;
    }
    if (first.isCompiled()) {
      return Tier.COMPILED;
    }
    return hotAfter == Integer.MAX_VALUE ? Tier.INTERPRETED_FOR_GOOD : Tier.INTERPRETED;
  }

  /**
   * Runs the script, as {@link Script#exec(Context, Scriptable, Scriptable)} does with the scope as
   * {@code this}.
   *
   * @param cx the current thread's; like that of {@link ProgramCache#get} if the program is parsed
   *     for every run
   * @param scope whose realm the script runs in
   * @return the value of the last statement
   */
  public @Nullable Object exec(Context cx, Scriptable scope) {
    Script current = script;
    if (current == null) {
      current = SourceCompiler.interpretedAnew(cx, source, options);
    } else if (tier.get() == Tier.INTERPRETED) {
      askIfHot(runs.incrementAndGet());
    }
    return current.exec(cx, scope, scope);
  }

  /**
   * A run ended: one that works for long makes a script hot earlier. By what was counted, and not
   * by the clock: when a script is compiled depends on nothing but what it did.
   *
   * @param usage of that run
   */
  public void worked(Usage usage) {
    long more =
        Math.max(0, usage.get(Resource.ITERATIONS)) / WORK_OF_A_RUN
            + Math.max(0, usage.get(Resource.FUNCTION_CALLS)) / WORK_OF_A_RUN;
    if (more > 0 && tier.get() == Tier.INTERPRETED) {
      askIfHot(runs.updateAndGet(before -> (int) Math.min(Integer.MAX_VALUE, before + more)));
    }
  }

  private static Set<String> constants(Script script) {
    Set<String> names = new HashSet<>();
    if (script instanceof ScriptOrFn<?> code) {
      JSDescriptor<?> declared = code.getDescriptor();
      for (int i = 0; i < declared.getParamAndVarCount(); i++) {
        if (declared.getParamOrVarConst(i)) {
          names.add(declared.getParamOrVarName(i));
        }
      }
    }
    return Set.copyOf(names);
  }

  /** The global constants that it declares. */
  public Set<String> constants() {
    return constants;
  }

  /** What it was made of. */
  public ProgramSource source() {
    return source;
  }

  /** Whether runs that start now are compiled ones. */
  public boolean isCompiled() {
    return tier.get() == Tier.COMPILED;
  }

  /** The name of the script. */
  @Override
  public String toString() {
    return source.toString();
  }

  CompileOptions options() {
    return options;
  }

  /** See {@link ProgramCacheSettings} for where the numbers are from. */
  long estimatedBytes() {
    long characters = source.text().length();
    long bytes = 2048 + 400L * functions + 3 * characters + regExps;
    return isCompiled() ? bytes + 24_576 + 4096L * functions + 36 * characters : bytes;
  }

  void askIfHot() {
    askIfHot(runs.get());
  }

  private void askIfHot(int run) {
    if (run >= askAt && tier.compareAndSet(Tier.INTERPRETED, Tier.WAITING)) {
      whenHot.accept(this);
    }
  }

  /** May come from a store at any time, also while the program waits for its compilation. */
  void swapIn(Script compiled) {
    script = compiled;
    tier.set(Tier.COMPILED);
  }

  /** Whether it is interpreted now, and may be compiled later. */
  boolean mayBeCompiled() {
    return tier.get() == Tier.INTERPRETED;
  }

  void giveUp() {
    tier.compareAndSet(Tier.WAITING, Tier.INTERPRETED_FOR_GOOD);
  }

  /** After as many runs again as it took to get hot. */
  void askLater() {
    long next = (long) runs.get() + Math.max(1, hotAfter);
    askAt = (int) Math.min(Integer.MAX_VALUE, next);
    tier.compareAndSet(Tier.WAITING, Tier.INTERPRETED);
  }
}
