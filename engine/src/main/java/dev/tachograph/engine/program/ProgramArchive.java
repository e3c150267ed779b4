package dev.tachograph.engine.program;

import dev.tachograph.engine.program.store.ProgramStore;
import dev.tachograph.engine.program.store.StoreKey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.mozilla.javascript.Context;
import org.mozilla.javascript.ContextFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The persistent tier: compiled programs in a {@link ProgramStore}, under seal.
 *
 * <p>Programs are looked for in the background, when a script was parsed for the first time, and
 * take the place of the interpreted ones when they are there: interpreting the first runs is faster
 * than loading classes. So a script is charged and checked the same, whether a store has it or not,
 * no evaluation waits for a store, and none can be failed by it.
 *
 * <p>What is stored is what Rhino's compiler made. It is woven when it is defined, as what was
 * compiled just now is.
 */
final class ProgramArchive implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ProgramArchive.class);

  private static final long CLOSING_SECONDS = 5;

  /** What may wait to be saved, in bytes of class files: a store may be slow, and scripts large. */
  static final long MAXIMUM_WAITING_BYTES = 32L << 20;

  private static final ProgramSource CANARY = new ProgramSource("canary", "0");

  private final ProgramStore store;
  private final StoreKey key;
  private final ContextFactory contexts;
  private final BackgroundCompilation compilation;
  private final ExecutorService executor;
  private final AtomicBoolean failing = new AtomicBoolean();
  private final AtomicBoolean rejecting = new AtomicBoolean();
  private final AtomicLong waitingBytes = new AtomicLong();
  private final LongAdder hits = new LongAdder();
  private final LongAdder misses = new LongAdder();
  private final LongAdder rejected = new LongAdder();
  private final LongAdder saved = new LongAdder();
  private final LongAdder failures = new LongAdder();
  private final LongAdder skipped = new LongAdder();

  /** So that nothing is saved any more which was removed. */
  private final Object changing = new Object();

  private boolean proven;
  private volatile boolean closed;

  /**
   * @param executor runs one task after the other
   */
  ProgramArchive(
      ProgramStore store,
      StoreKey key,
      ContextFactory contexts,
      BackgroundCompilation compilation,
      ExecutorService executor) {
    this.store = store;
    this.key = key;
    this.contexts = contexts;
    this.compilation = compilation;
    this.executor = executor;
  }

  private interface Task {
    void run() throws IOException;
  }

  /** Where a program is: both names are digests that only the key can make. */
  private record Place(String script, String program) {
    /** What the seal binds the content to. */
    String whole() {
      return script + "-" + program;
    }
  }

  private Place place(Program program, ProgramKey of) {
    return new Place(script(program.source().name()), key.name("program", of.durable()));
  }

  /** Its characters, as some names cannot be encoded. */
  private String script(String name) {
    ByteBuffer bytes = ByteBuffer.allocate(Character.BYTES * name.length());
    bytes.asCharBuffer().put(name);
    return key.name("script", bytes.array());
  }

  /**
   * Looks for a program, in the background.
   *
   * @param whenLoaded is run after the compiled code was swapped in
   */
  void fetch(Program program, ProgramKey of, Runnable whenLoaded) {
    submit(
        () -> {
          if (!closed && !program.isCompiled()) {
            fetchNow(program, place(program, of), whenLoaded);
          }
        });
  }

  private void fetchNow(Program program, Place place, Runnable whenLoaded) throws IOException {
    byte[] sealed = store.load(place.script(), place.program());
    if (sealed == null) {
      misses.increment();
      return;
    }
    byte[] content = key.open(place.whole(), sealed);
    if (content == null) {
      reject(program, place, "it is damaged, or not sealed with our key", null);
      return;
    }
    try {
      compilation.run(() -> load(program, content));
      if (!program.isCompiled()) {
        throw new IllegalStateException("the load was not run");
      }
    } catch (Throwable unfit) {
      reject(program, place, "it cannot be loaded", unfit);
      return;
    }
    hits.increment();
    whenLoaded.run();
  }

  private void load(Program program, byte[] content) {
    Context cx = contexts.enterContext();
    try {
      if (!proven) {
        // Compiling is what makes the agent prove that it counts compiled code.
        SourceCompiler.compiled(cx, CANARY, program.options());
        proven = true;
      }
      CompiledForm form = CompiledFormat.read(content);
      program.swapIn(CompiledLoader.load(cx, form, program.source().text()));
    } finally {
      Context.exit();
    }
  }

  private void reject(Program program, Place place, String why, @Nullable Throwable unfit)
      throws IOException {
    rejected.increment();
    if (rejecting.compareAndSet(false, true)) {
      log.warn(
          "a stored program is not used, and removed: {}, {}. More of them are logged as debug",
          program,
          why,
          unfit);
    } else {
      log.debug("a stored program is not used, and removed: {}, {}", program, why, unfit);
    }
    store.remove(place.script(), place.program());
  }

  /**
   * Saves a program that was just compiled, in the background.
   *
   * @param wanted whether it still is, when its turn comes
   */
  void keep(Program program, ProgramKey of, CompiledForm form, BooleanSupplier wanted) {
    long bytes = form.classBytes();
    if (waitingBytes.addAndGet(bytes) > MAXIMUM_WAITING_BYTES) {
      waitingBytes.addAndGet(-bytes);
      skipped.increment();
      return;
    }
    boolean waits =
        submit(
            () -> {
              try {
                keepNow(place(program, of), form, wanted);
              } finally {
                waitingBytes.addAndGet(-bytes);
              }
            });
    if (!waits) {
      waitingBytes.addAndGet(-bytes);
    }
  }

  private void keepNow(Place place, CompiledForm form, BooleanSupplier wanted) throws IOException {
    byte[] content = CompiledFormat.write(form);
    if (content.length > ProgramStore.MAXIMUM_PROGRAM_BYTES - StoreKey.SEAL_BYTES) {
      return;
    }
    synchronized (changing) {
      if (wanted.getAsBoolean()) {
        store.save(place.script(), place.program(), key.seal(place.whole(), content));
        saved.increment();
      }
    }
  }

  /** Removes all programs of a script, before this returns. */
  void remove(String name) {
    guard(
        () -> {
          synchronized (changing) {
            store.removeAll(script(name));
          }
        });
  }

  ProgramStoreMetrics metrics() {
    return new ProgramStoreMetrics(
        hits.sum(), misses.sum(), rejected.sum(), saved.sum(), failures.sum(), skipped.sum());
  }

  private boolean submit(Task task) {
    try {
      executor.execute(() -> guard(task));
      return true;
    } catch (RejectedExecutionException full) {
      skipped.increment();
      return false;
    }
  }

  /** A store that fails is as good as none. Says so once, and when it is over. */
  private void guard(Task task) {
    try {
      task.run();
      if (failing.compareAndSet(true, false)) {
        log.info("the store of compiled programs, {}, works again", store);
      }
    } catch (IOException | RuntimeException failure) {
      failures.increment();
      if (failing.compareAndSet(false, true)) {
        log.warn(
            "the store of compiled programs, {}, fails; programs are compiled instead",
            store,
            failure);
      } else {
        log.debug("the store of compiled programs, {}, still fails", store, failure);
      }
    }
  }

  /** Loads nothing more, and gives what waits to be saved some seconds. */
  @Override
  public void close() {
    closed = true;
    executor.shutdown();
    try {
      if (executor.awaitTermination(CLOSING_SECONDS, TimeUnit.SECONDS)) {
        return;
      }
    } catch (InterruptedException hurry) {
      Thread.currentThread().interrupt();
    }
    executor.shutdownNow();
  }
}
