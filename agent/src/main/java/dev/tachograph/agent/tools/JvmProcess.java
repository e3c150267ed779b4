package dev.tachograph.agent.tools;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/** A process of this host, as the operating system shows it: nothing asks the process itself. */
final class JvmProcess {
  private static final Path PROC = Path.of("/proc");

  private final long pid;
  private final ProcessHandle handle;

  private JvmProcess(long pid, ProcessHandle handle) {
    this.pid = pid;
    this.handle = handle;
  }

  /**
   * Finds it.
   *
   * @throws IllegalArgumentException if there is none
   */
  static JvmProcess of(long pid) {
    return new JvmProcess(
        pid,
        ProcessHandle.of(pid)
            .orElseThrow(() -> new IllegalArgumentException("there is no process " + pid)));
  }

  /**
   * Looks before anything is sent to it: a process that is no JVM would be ended by the signal with
   * which the JDK attaches.
   *
   * @throws AttachProblem if it cannot be attached to
   */
  void check() throws AttachProblem {
    if (handle.equals(ProcessHandle.current())) {
      throw new AttachProblem("process %d is this command itself".formatted(pid));
    }
    String own = System.getProperty("user.name", "");
    Optional<String> user = handle.info().user();
    if (user.isPresent() && !own.equals("root") && !user.get().equals(own)) {
      throw AttachProblem.ofUser(pid, user.get());
    }
    if (!isHotSpot()) {
      throw new AttachProblem(
          "process %d is no HotSpot JVM; list shows those that there are".formatted(pid));
    }
  }

  /** True as well where the system does not say. */
  private boolean isHotSpot() {
    try (Stream<String> mapped = Files.lines(PROC.resolve(pid + "/maps"))) {
      return mapped.anyMatch(line -> line.endsWith("/libjvm.so"));
    } catch (IOException | java.io.UncheckedIOException unknown) {
      return true;
    }
  }

  /** Its command line; empty if it is hidden. */
  String command() {
    return handle.info().commandLine().orElse("");
  }

  /** Whether it has a file system of its own, as in a container. */
  boolean isElsewhere() {
    try {
      Path own = Files.readSymbolicLink(PROC.resolve("self/ns/mnt"));
      return !own.equals(Files.readSymbolicLink(PROC.resolve(pid + "/ns/mnt")));
    } catch (IOException | UnsupportedOperationException unknown) {
      return false;
    }
  }

  /** Where this process finds a file of that one. */
  Path file(Path absolute) {
    return isElsewhere()
        ? PROC.resolve(pid + "/root").resolve(absolute.toString().substring(1))
        : absolute;
  }

  /** The names of jars that it has open and that are called Rhino's; empty if that is hidden. */
  List<String> openRhinos() {
    TreeSet<String> names = new TreeSet<>();
    try (DirectoryStream<Path> open = Files.newDirectoryStream(PROC.resolve(pid + "/fd"))) {
      for (Path descriptor : open) {
        Path file = Files.readSymbolicLink(descriptor).getFileName();
        if (file != null && file.toString().matches("(?i).*\\brhino\\b.*\\.jar")) {
          names.add(file.toString());
        }
      }
    } catch (IOException | InvalidPathException | java.nio.file.DirectoryIteratorException hidden) {
      return List.copyOf(names);
    }
    return List.copyOf(names);
  }
}
