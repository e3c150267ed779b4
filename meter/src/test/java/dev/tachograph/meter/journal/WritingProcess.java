package dev.tachograph.meter.journal;

import dev.tachograph.meter.Limits;
import dev.tachograph.meter.Resource;
import dev.tachograph.meter.ResourceTracker;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A program that evaluates without an end, on two threads, until it is killed. It prints {@code
 * begin} before each evaluation, and {@code end} when it was told that it ended.
 */
final class WritingProcess {
  /** What each evaluation charges, in as many steps. */
  static final int CALLS = 3;

  static final JournalOptions OPTIONS =
      JournalOptions.defaults()
          .withRotationBytes(20_000)
          .withHistorySize(5)
          .withCheckpointInterval(Duration.ofMillis(1));

  private WritingProcess() {}

  /**
   * Evaluates until it is killed.
   *
   * @param args the journal's directory, and when to wait for the disk
   */
  public static void main(String[] args) {
    ResourceTracker account = ResourceTracker.standalone("a", Limits.unlimited());
    Journal journal = Journal.open(Path.of(args[0]), OPTIONS.withFsync(Fsync.valueOf(args[1])));
    journal.attach(account);
    new Thread(() -> evaluate(account.child("one"))).start();
    evaluate(account.child("two"));
  }

  private static void evaluate(ResourceTracker account) {
    try {
      while (true) {
        say("begin");
        account.run(
            () -> {
              for (int i = 0; i < CALLS; i++) {
                account.charge(Resource.HOST_CALLS, 1);
              }
              return true;
            });
        say("end");
      }
    } catch (Exception failed) {
      throw new AssertionError(failed);
    }
  }

  private static void say(String line) {
    synchronized (WritingProcess.class) {
      System.out.println(line);
    }
  }
}
