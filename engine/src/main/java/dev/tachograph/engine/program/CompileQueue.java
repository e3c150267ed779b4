package dev.tachograph.engine.program;

import dev.tachograph.meter.internal.BackgroundThreads;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.mozilla.javascript.Context;
import org.mozilla.javascript.ContextFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Compiles hot programs one after the other, on a thread that is there only while it is needed. */
final class CompileQueue implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(CompileQueue.class);

  private static final long IDLE_SECONDS = 10;

  /**
   * Enough for every nesting that a script's thread could parse: the compiler recurses deeper than
   * the parser, and classes that are first used where a stack ends are broken for the whole JVM.
   */
  private static final long STACK_BYTES = 64L << 20;

  private final ContextFactory contexts;
  private final BackgroundCompilation compilation;
  private final ExecutorService executor;
  private final boolean recording;
  private final LongAdder compiled = new LongAdder();
  private final LongAdder failures = new LongAdder();
  private final LongAdder skipped = new LongAdder();

  /**
   * @param recording whether what is compiled is to be described
   */
  CompileQueue(
      ContextFactory contexts,
      BackgroundCompilation compilation,
      ExecutorService executor,
      boolean recording) {
    this.contexts = contexts;
    this.compilation = compilation;
    this.executor = executor;
    this.recording = recording;
  }

  /**
   * One thread, which ends when it was idle for a while.
   *
   * @param name of the thread
   * @param maximumWaiting how many programs may wait behind the one that has its turn
   */
  static ExecutorService thread(String name, int maximumWaiting) {
    ThreadPoolExecutor executor =
        new ThreadPoolExecutor(
            1,
            1,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(maximumWaiting),
            work -> newThread(name, work));
    executor.allowCoreThreadTimeOut(true);
    return executor;
  }

  /** Scripts that run now come first, where the operating system cares for priorities. */
  @SuppressWarnings("ThreadPriorityCheck")
  private static Thread newThread(String name, Runnable work) {
    Thread thread = new BackgroundThreads(name, STACK_BYTES).newThread(work);
    thread.setPriority(Thread.MIN_PRIORITY);
    return thread;
  }

  /**
   * Takes a program that is hot, or tells it to ask later.
   *
   * @param whenCompiled is run after a success, on the thread of the compilation, with what was
   *     made if that is recorded and known
   */
  void offer(Program program, Consumer<@Nullable CompiledForm> whenCompiled) {
    try {
      executor.execute(new Task(program, whenCompiled));
    } catch (RejectedExecutionException full) {
      skipped.increment();
      program.askLater();
    }
  }

  long compiled() {
    return compiled.sum();
  }

  long failures() {
    return failures.sum();
  }

  long skipped() {
    return skipped.sum();
  }

  /** Lets go of the programs that wait, and interrupts the compilation. */
  @Override
  public void close() {
    executor.shutdownNow();
  }

  private final class Task implements Runnable {
    private final Program program;
    private final Consumer<@Nullable CompiledForm> whenCompiled;
    private @Nullable CompiledForm form;

    Task(Program program, Consumer<@Nullable CompiledForm> whenCompiled) {
      this.program = program;
      this.whenCompiled = whenCompiled;
    }

    /** Whatever goes wrong is the program's own problem, and it can still be interpreted. */
    @Override
    public void run() {
      if (program.isCompiled()) {
        return; // a store had it
      }
      try {
        compilation.run(this::compile);
        if (!program.isCompiled()) {
          throw new IllegalStateException("the compilation was not run");
        }
        compiled.increment();
        whenCompiled.accept(form);
      } catch (Throwable failure) {
        failures.increment();
        program.giveUp();
        log.debug("{} stays interpreted, because it cannot be compiled", program, failure);
      }
    }

    private void compile() {
      Context cx = contexts.enterContext();
      try {
        if (recording) {
          SourceCompiler.Recorded made =
              SourceCompiler.recorded(cx, program.source(), program.options());
          form = made.form();
          program.swapIn(made.script());
        } else {
          program.swapIn(SourceCompiler.compiled(cx, program.source(), program.options()));
        }
      } finally {
        Context.exit();
      }
    }
  }
}
