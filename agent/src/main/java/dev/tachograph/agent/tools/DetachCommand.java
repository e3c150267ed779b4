package dev.tachograph.agent.tools;

import dev.tachograph.meter.management.GovernorMXBean;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code detach}: takes the agent of a JVM out of force. */
@Command(
    name = "detach",
    mixinStandardHelpOptions = true,
    versionProvider = Tools.Version.class,
    sortOptions = false,
    description = {
      "Lifts the limits of the agent in a JVM that runs. A Rhino that was loaded before the agent gets"
          + " its own code back; one that was loaded after it goes on counting, without limits. Limits"
          + " that the application has set itself stay.",
      "",
      "What was counted can still be read with top and report. attach puts the agent back."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the agent is out of force",
      "1:the JVM cannot be reached, or has no agent",
      "2:wrong usage, or no such process"
    })
final class DetachCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "PID", description = "The process id of the JVM.")
  private long pid;

  @Override
  public Integer call() {
    try (LiveJvm jvm = LiveJvm.connect(Long.toString(pid), Map.of())) {
      boolean before = jvm.ask(GovernorMXBean::isAttached);
      List<String> counting = jvm.ask(GovernorMXBean::detach);
      System.out.print(AttachWords.detached(pid, before, counting));
      return 0;
    } catch (IllegalArgumentException wrong) {
      System.err.println(wrong.getMessage());
      return 2;
    } catch (IOException failed) {
      System.err.println(failed.getMessage());
      return 1;
    }
  }
}
