package dev.tachograph.meter.journal;

import static dev.tachograph.meter.Resource.EVALUATIONS;
import static dev.tachograph.meter.Resource.HOST_CALLS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tachograph.meter.Usage;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process is killed in the middle of writing, again and again, on one journal. */
class JournalKillIT {
  private static final int KILLS = Boolean.getBoolean("tachograph.full") ? 200 : 30;

  @TempDir private Path directory;

  @Test
  void whatWasAcknowledgedIsThereAndTheJournalAlwaysOpens() throws Exception {
    Random random = new Random(20261121);
    Usage before = Usage.none();
    int killed = 0;
    long dropped = 0;
    for (int kill = 1; kill <= KILLS; kill++) {
      Fsync policy = Fsync.values()[kill % Fsync.values().length];
      long[] said = writeAndKill(policy, random.nextInt(200));
      try (Journal journal = Journal.open(directory, WritingProcess.OPTIONS)) {
        Usage now = total(journal.accounts());
        String round = "kill %d, %s, %d begun, %d ended".formatted(kill, policy, said[0], said[1]);
        long evaluations = now.get(EVALUATIONS) - before.get(EVALUATIONS);
        assertThat(evaluations).as(round).isBetween(said[1], said[0]);
        long calls = now.get(HOST_CALLS) - before.get(HOST_CALLS);
        long all = WritingProcess.CALLS;
        assertThat(calls).as(round).isBetween(said[1] * all, said[0] * all);
        long ended = evaluations - journal.recovery().killed().size();
        assertThat(calls).as(round).isGreaterThanOrEqualTo(ended * all);
        assertThat(journal.recovery().killed()).hasSizeLessThanOrEqualTo(2);
        killed += journal.recovery().killed().size();
        dropped += journal.recovery().droppedBytes();
        before = now;
      }
    }
    System.out.printf(
        "%d kills: %s; %d evaluations were open, %d bytes were torn%n",
        KILLS, before, killed, dropped);
    assertThat(killed).as("evaluations that were open").isPositive();
  }

  private static Usage total(List<JournalAccount> accounts) {
    Usage children = Usage.none();
    for (JournalAccount account : accounts) {
      children = account.parent() == null ? children : children.plus(account.usage());
    }
    for (JournalAccount account : accounts) {
      if (account.parent() == null) {
        assertThat(account.usage().get(HOST_CALLS)).isEqualTo(children.get(HOST_CALLS));
        assertThat(account.usage().get(EVALUATIONS)).isEqualTo(children.get(EVALUATIONS));
      }
    }
    return children;
  }

  /** Returns how many evaluations were begun, and how many had ended. */
  private long[] writeAndKill(Fsync policy, int lines) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                WritingProcess.class.getName(),
                directory.toString(),
                policy.name())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    long[] said = new long[2];
    try (BufferedReader out = process.inputReader()) {
      String line = out.readLine();
      for (int i = 0; line != null; i++) {
        said[line.equals("begin") ? 0 : 1]++;
        if (i == lines) {
          process.toHandle().destroyForcibly(); // which leaves its output to be read
        }
        line = out.readLine();
      }
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.waitFor()).as("killed").isEqualTo(128 + 9);
    return said;
  }
}
