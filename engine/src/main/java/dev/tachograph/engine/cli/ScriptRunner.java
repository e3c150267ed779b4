package dev.tachograph.engine.cli;

import dev.tachograph.meter.Breach;
import dev.tachograph.meter.LimitExceededError;
import dev.tachograph.meter.Limits;
import dev.tachograph.meter.Metering;
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

/**
 * Runs files in order in one scope, each as one evaluation of one account, until one fails.
 *
 * @param accountName who pays
 * @param files what to run
 * @param limits what they may use
 * @param mode how Rhino runs them
 * @param wantsValue whether the last file's value is asked for
 * @param printed where their print function writes
 * @param notes where we write what the user should know
 */
record ScriptRunner(
    String accountName,
    List<SourceFile> files,
    Limits limits,
    Mode mode,
    boolean wantsValue,
    PrintStream printed,
    PrintStream notes) {
  /**
   * Room for a hundred thousand script calls, as recursive programs need it; a thread's usual 1 MB
   * ends after a few thousand. Memory is taken only as the stack grows, and an endless recursion
   * comes to the end of this within a second.
   */
  private static final long STACK_BYTES = 64L << 20;

  private static final long LARGEST_STACK_BYTES = 1L << 30;

  /** How long an interrupted script has to stop, so that the journal knows what it used. */
  private static final long STOPPING_MILLIS = 2000;

  /**
   * Runs the files on a thread of their own and waits for the end, or for an interrupt (Ctrl-C).
   *
   * @param journal what the account used earlier, and where it is written down; {@code null} for
   *     neither
   * @throws ExecutionException if something else fails than a script
   * @throws JournalException if the journal cannot be written, before anything is run
   */
  RunResult run(@Nullable Journal journal) throws InterruptedException, ExecutionException {
    ResourceTracker account;
    try {
      account = Metering.tracker(accountName);
    } catch (MeteringUnavailableException noAgent) {
      return RunResult.refused(noAgent, Usage.none());
    }
    account.setLimits(limits);
    if (journal != null) {
      journal.attach(account);
    }
    try (RunUsage usage = new RunUsage(account)) {
      return run(account, usage);
    }
  }

  private RunResult run(ResourceTracker account, RunUsage usage)
      throws InterruptedException, ExecutionException {
    FutureTask<RunResult> task = new FutureTask<>(() -> runFiles(account, usage));
    Interrupts.onInterrupt(
        () -> {
          task.cancel(false);
          account.cancel();
        });
    Thread thread = new Thread(null, task, "tachograph-script", stackBytes());
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
  private long stackBytes() {
    long allowed = limits.perEvaluation(Resource.STACK_BYTES).orElse(0);
    return Math.max(STACK_BYTES, Math.min(allowed, LARGEST_STACK_BYTES) / 3 * 4);
  }

  private RunResult runFiles(ResourceTracker account, RunUsage usage) throws Exception {
    try (ScriptSession session = new ScriptSession(mode, printed, account)) {
      String value = JsonText.NULL;
      for (int i = 0; i < files.size(); i++) {
        SourceFile file = files.get(i);
        boolean convert = wantsValue && i == files.size() - 1;
        try {
          value = String.valueOf(account.run(() -> evaluate(session, file, convert)).value());
        } catch (LimitExceededError stopped) {
          Breach breach = named(stopped.breach(), file);
          if (breach.kind() == Breach.Kind.CANCELLED) {
            return RunResult.cancelled(usage.read());
          }
          return RunResult.limitExceeded(breach, usage.read());
        }
      }
      return RunResult.completed(value, usage.read());
    } catch (ScriptFailure failure) {
      return RunResult.failed(failure.error(), usage.read());
    } catch (JournalException unwritable) {
      return RunResult.refused(unwritable, usage.read());
    } catch (LinkageError error) {
      return RunResult.refused(Refusal.in(error), usage.read());
    }
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

  private String evaluate(ScriptSession session, SourceFile file, boolean convert)
      throws ScriptFailure {
    Object value = session.run(file);
    if (!convert) {
      return JsonText.NULL;
    }
    try {
      return session.json(value, file);
    } catch (ScriptFailure inconvertible) {
      notes.println(
          "tachograph: the value of %s is shown as null, because it has no JSON: %s"
              .formatted(file.name(), inconvertible.getMessage()));
      return JsonText.NULL;
    }
  }

  /** Not all memory is the script's, but what it held is free again now. */
  private static ScriptError exhausted(ExecutionException failure) throws ExecutionException {
    if (!(failure.getCause() instanceof OutOfMemoryError)) {
      throw failure;
    }
    return ScriptError.of(
        "out of memory: the scripts need more than the %d MB that this JVM may use (java -Xmx)"
            .formatted(Runtime.getRuntime().maxMemory() >> 20),
        null);
  }
}
