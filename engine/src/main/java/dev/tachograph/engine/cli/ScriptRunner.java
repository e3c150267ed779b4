package dev.tachograph.engine.cli;

import dev.tachograph.engine.SandboxResult;
import dev.tachograph.engine.SandboxSession;
import dev.tachograph.engine.ScriptError;
import dev.tachograph.engine.ScriptSource;
import dev.tachograph.meter.ResourceTracker;
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
    Thread thread = shell.start(task);
    try {
      return task.get();
    } catch (CancellationException interrupted) {
      thread.join(STOPPING_MILLIS);
      return RunResult.cancelled(usage.read());
    } catch (ExecutionException failure) {
      return RunResult.failed(exhausted(failure), usage.read());
    }
  }

  private RunResult runFiles(RunUsage usage) {
    RunResult last = RunResult.completed(null, usage.read());
    try {
      for (int i = 0; i < files.size(); i++) {
        SourceFile file = files.get(i);
        SandboxResult result = run(file, wantsValue && i == files.size() - 1);
        last =
            isWithoutJson(result, file)
                ? RunResult.completed(null, usage.read())
                : RunResult.of(result, file.name(), usage.read());
        if (last.outcome() != Outcome.COMPLETED) {
          return last;
        }
      }
      return last;
    } catch (JournalException unwritable) {
      return RunResult.refused(String.valueOf(unwritable.getMessage()), usage.read());
    }
  }

  private SandboxResult run(SourceFile file, boolean forItsValue) {
    SandboxSession session = shell.session();
    ScriptSource source = new ScriptSource(file.name(), file.text());
    return forItsValue ? session.run(source) : session.execute(source);
  }

  /** The script did what it should: that its value cannot be shown is no failure of it. */
  private boolean isWithoutJson(SandboxResult result, SourceFile file) {
    if (result instanceof SandboxResult.Failed failed
        && failed.error().kind() == ScriptError.Kind.OUTPUT) {
      notes.println(
          "tachograph: the value of %s is shown as null: %s"
              .formatted(file.name(), failed.error().message()));
      return true;
    }
    return false;
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
