package dev.tachograph.agent.tools;

import dev.tachograph.agent.AgentPresence;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Finds the JVMs of this host, and asks all of them at one time, so that one that hangs delays
 * nobody else.
 *
 * <p>What the operating system shows is read first. A JVM that lets itself be attached to is then
 * asked for its system properties, which stops none of its threads. Whether Rhino's classes are
 * loaded is asked only if that is wanted: the JVM counts its classes at a safepoint.
 */
final class JvmFinder {
  private static final String CONTEXT = "org.mozilla.javascript.Context";

  private final Duration patience;
  private final boolean asksForRhino;

  /**
   * @param asksForRhino whether JVMs are stopped for a moment to say whether they run Rhino
   */
  JvmFinder(Duration patience, boolean asksForRhino) {
    this.patience = patience;
    this.asksForRhino = asksForRhino;
  }

  /**
   * All of them but this one, by their ids.
   *
   * @param only those to look at; empty for all
   * @throws AttachProblem if this Java cannot look
   */
  List<FoundJvm> find(Set<Long> only) throws IOException {
    LocalMachine.answerWithin(patience.toMillis() * 4 / 5);
    Map<Long, String> attachable = LocalMachine.attachable();
    Map<Long, String> commands = new TreeMap<>(attachable);
    hidden().forEach(pid -> commands.putIfAbsent(pid, ""));
    commands.remove(ProcessHandle.current().pid());
    if (!only.isEmpty()) {
      commands.keySet().retainAll(only);
    }
    Map<Long, CompletableFuture<FoundJvm>> calls = new TreeMap<>();
    commands.forEach(
        (pid, command) ->
            calls.put(pid, Deadline.start(() -> look(pid, command, attachable.containsKey(pid)))));
    long until = System.nanoTime() + patience.toNanos();
    List<FoundJvm> found = new ArrayList<>();
    for (Map.Entry<Long, CompletableFuture<FoundJvm>> call : calls.entrySet()) {
      FoundJvm jvm = result(call.getKey(), commands.get(call.getKey()), call.getValue(), until);
      if (jvm != null) {
        found.add(jvm);
      }
    }
    return found;
  }

  /** JVMs that publish that they are there, but cannot be attached to by us. */
  private static List<Long> hidden() {
    List<Long> pids = new ArrayList<>();
    Path temporary = Path.of(System.getProperty("java.io.tmpdir", "/tmp"));
    try (DirectoryStream<Path> users = Files.newDirectoryStream(temporary, "hsperfdata_*")) {
      for (Path user : users) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(user)) {
          for (Path file : files) {
            String name = String.valueOf(file.getFileName());
            if (name.matches("\\d{1,18}") && ProcessHandle.of(Long.parseLong(name)).isPresent()) {
              pids.add(Long.valueOf(name));
            }
          }
        }
      }
    } catch (IOException | DirectoryIteratorException unreadable) {
      return pids;
    }
    return pids;
  }

  private @Nullable FoundJvm result(
      long pid, @Nullable String command, CompletableFuture<FoundJvm> call, long until) {
    String known = command == null ? "" : command;
    try {
      return Deadline.await(call, until);
    } catch (TimeoutException hung) {
      return unknown(pid, known, AttachProblem.hung(pid, patience.toSeconds()));
    } catch (IllegalArgumentException gone) {
      return null;
    } catch (IOException failed) {
      return ProcessHandle.of(pid).isEmpty() ? null : unknown(pid, known, failed);
    }
  }

  private static FoundJvm unknown(long pid, String command, IOException problem) {
    JvmProcess process = JvmProcess.of(pid);
    List<String> jars = process.openRhinos();
    return new FoundJvm(
        pid,
        command.isEmpty() ? process.command() : command,
        null,
        jars.isEmpty() ? FoundJvm.Rhino.UNKNOWN : FoundJvm.Rhino.JAR_OPEN,
        jars,
        null,
        problem.getMessage());
  }

  private FoundJvm look(long pid, String command, boolean attachable) throws IOException {
    JvmProcess process = JvmProcess.of(pid);
    process.check();
    if (!attachable) {
      throw AttachProblem.unattachable(pid);
    }
    try (LocalMachine machine = LocalMachine.attach(pid)) {
      Properties system = machine.systemProperties();
      AgentPresence agent = AgentPresence.of(system);
      List<String> jars = process.openRhinos();
      return new FoundJvm(
          pid,
          command,
          system.getProperty("java.version"),
          rhino(machine, agent, jars),
          jars,
          agent,
          null);
    }
  }

  private FoundJvm.Rhino rhino(
      LocalMachine machine, @Nullable AgentPresence agent, List<String> jars) throws IOException {
    if (agent != null && !agent.unmetered().isEmpty()) {
      return FoundJvm.Rhino.LOADED;
    }
    if (asksForRhino) {
      return machine.diagnostic(MovedRhino.COMMAND + " " + CONTEXT).contains(CONTEXT + "/")
              || MovedRhino.isIn(machine.diagnostic(MovedRhino.COMMAND))
          ? FoundJvm.Rhino.LOADED
          : FoundJvm.Rhino.NOT_LOADED;
    }
    return jars.isEmpty() ? FoundJvm.Rhino.UNKNOWN : FoundJvm.Rhino.JAR_OPEN;
  }
}
