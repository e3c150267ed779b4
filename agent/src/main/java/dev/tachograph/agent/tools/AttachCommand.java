package dev.tachograph.agent.tools;

import dev.tachograph.agent.AgentPresence;
import dev.tachograph.agent.AttachOptions;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code attach}: puts the agent into a JVM that runs. */
@Command(
    name = "attach",
    mixinStandardHelpOptions = true,
    versionProvider = Tools.Version.class,
    sortOptions = false,
    description = {
      "Puts the agent into a JVM that runs. Scripts of every Rhino that the JVM loads from then on are"
          + " metered; those of a Rhino that it has loaded before, from their next entry on, if this says so.",
      "",
      "The JVM is never stopped: wrong options are refused here, before it is asked. An agent that is"
          + " in it already stays, with its options, unless detach has taken it out of force."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the agent is in the JVM, with these options if there are any",
      "1:it is not, or it is with other options",
      "2:wrong usage, or no such process",
      "4:the agent is in the JVM, but scripts of a Rhino in it are not metered"
    })
final class AttachCommand implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int WARNS_OF_AGENTS = 21;
  private static final int UNMETERED = 4;

  @Parameters(index = "0", paramLabel = "PID", description = "The process id of the JVM.")
  private long pid;

  @Parameters(
      index = "1",
      arity = "0..1",
      defaultValue = "",
      paramLabel = "OPTIONS",
      description =
          "The agent's options, as behind -javaagent:tachograph-agent.jar=; files in them are of the"
              + " directory of this command.")
  private String options = "";

  @Option(
      names = "--jar",
      paramLabel = "FILE",
      description =
          "Where this jar is in the file system of the JVM, if that is in a container (default: the"
              + " same path).")
  private @Nullable Path jar;

  @Override
  public Integer call() {
    try {
      String absolute = AttachOptions.absolute(options);
      JvmProcess process = JvmProcess.of(pid);
      process.check();
      String sent = jar(process).toString();
      LocalMachine.answerWithin(PATIENCE.toMillis() / 2);
      return Deadline.call(PATIENCE, () -> attach(sent, absolute));
    } catch (IllegalArgumentException wrong) {
      System.err.println(wrong.getMessage());
      return 2;
    } catch (TimeoutException hung) {
      System.err.println(AttachProblem.hung(pid, PATIENCE.toSeconds()).getMessage());
      return 1;
    } catch (IOException failed) {
      System.err.println(failed.getMessage());
      return 1;
    }
  }

  private int attach(String sent, String absolute) throws IOException {
    try (LocalMachine machine = LocalMachine.attach(pid)) {
      AgentPresence before = AgentPresence.of(machine.systemProperties());
      if (before == null) {
        load(machine, sent, absolute);
      }
      Properties system = machine.systemProperties();
      if (before != null && AgentPresence.isDetached(system)) {
        putBack(absolute);
        system = machine.systemProperties();
        before = null;
      }
      AgentPresence now = AgentPresence.of(system);
      if (now == null) {
        throw new IOException("process %d does not say that the agent runs".formatted(pid));
      }
      System.out.print(AttachWords.of(pid, before != null, now, absolute));
      if (before == null && warns(system)) {
        System.out.print(AttachWords.DYNAMIC);
      }
      return !AttachWords.isInForce(now, absolute) ? 1 : now.unmetered().isEmpty() ? 0 : UNMETERED;
    }
  }

  private void load(LocalMachine machine, String sent, String absolute) throws IOException {
    try {
      machine.loadAgent(sent, absolute);
    } catch (AttachProblem failed) {
      String reason = AgentPresence.failure(machine.systemProperties());
      throw reason == null
          ? failed
          : new IOException(
              "the agent did not start in process %d, which goes on without it: %s"
                  .formatted(pid, reason),
              failed);
    }
  }

  private void putBack(String absolute) throws IOException {
    try (LiveJvm jvm = LiveJvm.connect(Long.toString(pid), Map.of())) {
      jvm.ask(
          governor -> {
            governor.attach(absolute);
            return true;
          });
    } catch (IllegalArgumentException | IllegalStateException refused) {
      throw new IOException(
          "the agent in process %d stays out of force: %s".formatted(pid, refused.getMessage()),
          refused);
    }
  }

  private static boolean warns(Properties system) {
    String version = system.getProperty("java.specification.version", "0");
    return version.matches("\\d+") && Integer.parseInt(version) >= WARNS_OF_AGENTS;
  }

  /** The path of this jar as the other JVM sees it. */
  private Path jar(JvmProcess process) throws IOException {
    Path own = own();
    Path sent = jar == null ? own : jar;
    if (!sent.isAbsolute()) {
      throw new IllegalArgumentException("--jar " + sent + ": give the absolute path");
    }
    Path there = process.file(sent);
    if (process.isElsewhere()
        && !(Files.isReadable(there) && Files.size(there) == Files.size(own))) {
      throw new AttachProblem(
          "process %d has a file system of its own, such as a container's, where %s is not this jar. Remedy: copy %s into it, and name its path there with --jar"
              .formatted(pid, sent, own));
    }
    return sent;
  }

  private static Path own() throws IOException {
    CodeSource source = AttachCommand.class.getProtectionDomain().getCodeSource();
    try {
      Path file = Path.of(source.getLocation().toURI()).toRealPath();
      if (Files.isRegularFile(file)) {
        return file;
      }
    } catch (URISyntaxException | IllegalArgumentException elsewhere) {
      throw new IOException(
          "this command runs from no file, so nothing can be attached", elsewhere);
    }
    throw new IOException("this command runs from no jar, so nothing can be attached");
  }
}
