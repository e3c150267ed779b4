package dev.tachograph.engine.cli;

import dev.tachograph.engine.SandboxResult;
import dev.tachograph.engine.SandboxSession;
import dev.tachograph.engine.ScriptError;
import dev.tachograph.engine.ScriptSource;
import dev.tachograph.meter.Breach;
import dev.tachograph.meter.MeteringUnavailableException;
import dev.tachograph.meter.Resource;
import dev.tachograph.meter.ResourceTracker;
import dev.tachograph.meter.Usage;
import dev.tachograph.meter.journal.Journal;
import dev.tachograph.meter.journal.JournalException;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/** Runs files in order in one session, each as one evaluation, until one fails. */
final class ScriptRunner {
  /**
   * Room for a hundred thousand script calls, as recursive programs need it; a thread's usual 1 MB
   * ends after a few thousand. Memory is taken only as the stack grows, and an endless recursion
   * comes to the end of this within a second.
   */
  private static final long STACK_BYTES = 64L << 20;

  private static final long LARGEST_STACK_BYTES = 1L << 30;

  /** How long an interrupted script has to stop, so that the journal knows what it used. */
  private static final long STOPPING_MILLIS = 2000;

  private final Shell shell;
  private final List<SourceFile> files;
  private final boolean wantsValue;
  private final PrintStream notes;

  /**
   * @param shell where they run
   * @param files what to run
   * @param wantsValue whether the last file's value is asked for
   * @param notes where we write what the user should know
   */
  ScriptRunner(Shell shell, List<SourceFile> files, boolean wantsValue, PrintStream notes) {
    this.shell = shell;
    this.files = List.copyOf(files);
    this.wantsValue = wantsValue;
    this.notes = notes;
  }

  /**
   * Runs the files on a thread of their own and waits for the end, or for an interrupt (Ctrl-C).
   *
   * @param journal what the account used earlier, and where it is written down; {@code null} for
   *     neither
   * @throws ExecutionException if something else fails than a script
   * @throws JournalException if the journal cannot be written, before anything is run
   */
  RunResult run(@Nullable Journal journal) throws InterruptedException, ExecutionException {
    ResourceTracker account = shell.sandbox().tracker();
    if (journal != null) {
      journal.attach(account);
    }
    try (RunUsage usage = new RunUsage(account)) {
      return run(account, usage);
    }
  }

  private RunResult run(ResourceTracker account, RunUsage usage)
      throws InterruptedException, ExecutionException {
    FutureTask<RunResult> task = new FutureTask<>(() -> runFiles(usage));
    Interrupts.onInterrupt(
        () -> {
          task.cancel(false);
          account.cancel();
        });
    Thread thread = new Thread(null, task, "tachograph-script", stackBytes(account));
    thread.setDaemon(true);
    thread.start();
    try {
      return task.get();
    } catch (CancellationException interrupted) {
      thread.join(STOPPING_MILLIS);
      return RunResult.cancelled(usage.read());
    } catch (ExecutionException failure) {
      return RunResult.failed(exhausted(failure), usage.read());
    }
  }

  /** A third more than scripts may take, for what is between their frames is estimated. */
  private static long stackBytes(ResourceTracker account) {
    long allowed = account.limits().perEvaluation(Resource.STACK_BYTES).orElse(0);
    return Math.max(STACK_BYTES, Math.min(allowed, LARGEST_STACK_BYTES) / 3 * 4);
  }

  private RunResult runFiles(RunUsage usage) {
    try {
      Object value = null;
      for (int i = 0; i < files.size(); i++) {
        SourceFile file = files.get(i);
        SandboxResult result = run(file, wantsValue && i == files.size() - 1);
        RunResult end = end(result, file, usage);
        if (end != null) {
          return end;
        }
        value = result instanceof SandboxResult.Completed completed ? completed.value() : null;
      }
      return RunResult.completed(value, usage.read());
    } catch (JournalException | MeteringUnavailableException impossible) {
      return RunResult.refused(String.valueOf(impossible.getMessage()), usage.read());
    }
  }

  private SandboxResult run(SourceFile file, boolean forItsValue) {
    SandboxSession session = shell.session();
    ScriptSource source = new ScriptSource(file.name(), file.text());
    return forItsValue ? session.run(source) : session.execute(source);
  }

  /** What a file's end means for the run; {@code null} if the next one follows. */
  private @Nullable RunResult end(SandboxResult result, SourceFile file, RunUsage usage) {
    if (result instanceof SandboxResult.LimitExceeded exceeded) {
      return RunResult.limitExceeded(named(exceeded.breach(), file), usage.read());
    }
    if (result instanceof SandboxResult.Denied denied) {
      return RunResult.limitExceeded(named(denied.breach(), file), usage.read());
    }
    if (result instanceof SandboxResult.Cancelled) {
      return RunResult.cancelled(usage.read());
    }
    return result instanceof SandboxResult.Failed failed
        ? end(failed.error(), file, usage.read())
        : null;
  }

  private @Nullable RunResult end(ScriptError error, SourceFile file, Usage usage) {
    return switch (error.kind()) {
      case UNMETERED -> RunResult.refused(error.message(), usage);
      case OUTPUT -> {
        notes.println(
            "tachograph: the value of %s is shown as null: %s"
                .formatted(file.name(), error.message()));
        yield null;
      }
      default -> RunResult.failed(error, usage);
    };
  }

  /** A file that was not started is known to us, but not to the meter. */
  private static Breach named(Breach breach, SourceFile file) {
    return !breach.script().isEmpty()
        ? breach
        : new Breach(
            breach.kind(),
            breach.resource(),
            breach.scope(),
            breach.limit(),
            breach.used(),
            breach.requested(),
            breach.account(),
            file.name(),
            breach.position());
  }

  /** Not all memory is the script's, but what it held is free again now. */
  private static String exhausted(ExecutionException failure) throws ExecutionException {
    if (!(failure.getCause() instanceof OutOfMemoryError)) {
      throw failure;
    }
    return "out of memory: the scripts need more than the %d MB that this JVM may use (java -Xmx)"
        .formatted(Runtime.getRuntime().maxMemory() >> 20);
  }
}
