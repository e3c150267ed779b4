package dev.tachograph.engine.program;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.stats.CacheStats;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;
import org.mozilla.javascript.Context;
import org.mozilla.javascript.ContextFactory;
import org.mozilla.javascript.EvaluatorException;

/**
 * Keeps the programs that are run most, up to a number and a weight, and has them compiled once
 * they are hot. Safe for use by any number of threads: none waits for what another one parses.
 *
 * <p>If the settings name a store then what was compiled is kept there as well, and taken from
 * there instead of compiling it again; see {@code ProgramArchive}.
 *
 * <p>A program is found again by the SHA-256 of its name and its text, the options of the Context,
 * the version of Rhino, the check that it passed, and its tenant if tenants share nothing.
 */
public final class ProgramCache implements AutoCloseable {
  private final ProgramCacheSettings settings;
  private final Cache<ProgramKey, Program> programs;
  private final CompileQueue queue;
  private final @Nullable ProgramArchive archive;
  private final int share;
  private volatile boolean closed;

  /**
   * @param settings how much to keep, and when to compile
   * @param contexts makes the Contexts of compilations in the background
   * @param compilation runs these compilations
   */
  public ProgramCache(
      ProgramCacheSettings settings, ContextFactory contexts, BackgroundCompilation compilation) {
    this(
        settings,
        contexts,
        compilation,
        CompileQueue.thread("tachograph-compiler", settings.maximumWaiting()),
        CompileQueue.thread("tachograph-program-store", settings.maximumWaiting()));
  }

  /**
   * @param compiler runs one compilation after the other
   * @param storing runs one call of the store after the other
   */
  ProgramCache(
      ProgramCacheSettings settings,
      ContextFactory contexts,
      BackgroundCompilation compilation,
      ExecutorService compiler,
      ExecutorService storing) {
    this.settings = settings;
    ProgramCacheSettings.Tier tier = settings.persistent();
    archive =
        tier == null
            ? null
            : new ProgramArchive(tier.store(), tier.key(), contexts, compilation, storing);
    queue = new CompileQueue(contexts, compilation, compiler, archive != null);
    long fairShare = settings.maximumBytes() / settings.maximumPrograms();
    share = (int) Math.min(Integer.MAX_VALUE, Math.max(1, fairShare));
    programs =
        Caffeine.newBuilder()
            .maximumWeight(
                Math.min(settings.maximumBytes(), (long) share * settings.maximumPrograms()))
            .weigher(this::weight)
            .executor(Runnable::run)
            .recordStats()
            .build();
  }

  /** Gets a program that needs no check, interpreted at first. */
  public Program get(Context cx, String tenant, ProgramSource source) {
    return get(cx, tenant, source, null, false);
  }

  /**
   * Finds a program or makes it. Call this inside the tenant's evaluation, so that the tenant pays
   * for what is parsed. If two threads need the same program at once, both may parse it.
   *
   * @param cx the current thread's, of the language version that the settings name. If it is in
   *     interpreted mode then the program is never compiled; if not then it must not be sealed.
   * @param tenant who asks
   * @param source the script
   * @param check what the script must pass before it is compiled, {@code null} for no check
   * @param compiled whether it is compiled before its first run, by this thread, unless the Context
   *     is in interpreted mode
   * @throws EvaluatorException if the script has an error, as from {@link Context#compileString}
   * @throws IllegalArgumentException if the Context's language version is another one
   * @throws IllegalStateException if the cache is closed
   */
  public Program get(
      Context cx,
      String tenant,
      ProgramSource source,
      @Nullable SyntaxCheck check,
      boolean compiled) {
    Objects.requireNonNull(tenant, "tenant");
    if (closed) {
      throw new IllegalStateException("the program cache is closed");
    }
    CompileOptions options = CompileOptions.of(cx);
    if (options.languageVersion() != settings.languageVersion()) {
      throw new IllegalArgumentException(
          "the Context's language version is %d and the cache's %d; set both to the same"
              .formatted(options.languageVersion(), settings.languageVersion()));
    }
    String owner = settings.sharedByTenants() ? null : tenant;
    ProgramKey key = ProgramKey.of(cx, owner, source, options, check);
    Program known = programs.getIfPresent(key);
    if (known != null) {
      return known;
    }
    boolean interpreted = !compiled || options.interpretedOnly();
    SourceCompiler.Compiled first = SourceCompiler.first(cx, source, check, interpreted);
    return add(
        key, new Program(source, options, first, settings.hotAfter(), hot -> compile(key, hot)));
  }

  private void compile(ProgramKey key, Program hot) {
    queue.offer(hot, form -> compiled(key, hot, form));
  }

  private void compiled(ProgramKey key, Program program, @Nullable CompiledForm form) {
    weighAgain(key, program);
    if (archive != null && form != null) {
      archive.keep(program, key, form, () -> programs.asMap().get(key) == program);
    }
  }

  /** What is compiled is heavier. Nothing happens if the program is not kept any more. */
  private void weighAgain(ProgramKey key, Program program) {
    programs.asMap().replace(key, program, program);
  }

  private Program add(ProgramKey key, Program made) {
    Program earlier = programs.asMap().putIfAbsent(key, made);
    if (earlier != null) {
      return earlier;
    }
    if (archive != null && made.mayBeCompiled()) {
      archive.fetch(made, key, () -> weighAgain(key, made));
    }
    made.askIfHot();
    return made;
  }

  /**
   * Forgets all programs of a script, whatever its text was, also those of the persistent tier. If
   * that fails, it is logged, and they stay there.
   */
  public void invalidate(String name) {
    programs.asMap().values().removeIf(program -> program.source().name().equals(name));
    if (archive != null) {
      archive.remove(name);
    }
  }

  /**
   * Forgets all programs, but not in the persistent tier. Those who have one can go on running it.
   */
  public void clear() {
    programs.invalidateAll();
  }

  /** What the cache has done and holds. */
  public ProgramCacheMetrics metrics() {
    programs.cleanUp();
    CacheStats stats = programs.stats();
    long size = 0;
    long bytes = 0;
    for (Program program : programs.asMap().values()) {
      size++;
      bytes += program.estimatedBytes();
    }
    return new ProgramCacheMetrics(
        stats.hitCount(),
        stats.missCount(),
        size,
        bytes,
        stats.evictionCount(),
        queue.compiled(),
        queue.failures(),
        queue.skipped(),
        archive == null ? ProgramStoreMetrics.NONE : archive.metrics());
  }

  /** Forgets all programs and compiles no more. Programs can still be run as they are. */
  @Override
  public void close() {
    closed = true;
    queue.close();
    if (archive != null) {
      archive.close();
    }
    programs.invalidateAll();
  }

  private int weight(ProgramKey key, Program program) {
    return (int) Math.min(Integer.MAX_VALUE, Math.max((long) share, program.estimatedBytes()));
  }
}
