package dev.tachograph.bench;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * The processes that the benchmark has started: none of them outlives it when it is told to end. A
 * JVM that goes on would take the time of whatever is measured next.
 */
public final class Children {
  private static final Children ALL = new Children();

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(ALL::end, "end of the children"));
  }

  private final Set<Process> live = new HashSet<>();
  private boolean ended;

  private Children() {}

  /**
   * Starts a process. It ends with this JVM, unless that is killed without notice.
   *
   * @throws IOException if it cannot be started, because this JVM ends, for example
   */
  public static Process start(ProcessBuilder builder) throws IOException {
    return ALL.add(builder);
  }

  /** Ends a process, whatever it does, and what it has started. */
  public static void destroy(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  /** Nothing is started between the end of all that run and the end of this JVM. */
  private synchronized Process add(ProcessBuilder builder) throws IOException {
    if (ended) {
      throw new IOException("not started, as the benchmark ends: " + builder.command());
    }
    Process process = builder.start();
    live.add(process);
    CompletableFuture<Void> unused = process.onExit().thenRun(() -> remove(process));
    return process;
  }

  private synchronized void remove(Process process) {
    live.remove(process);
  }

  private synchronized void end() {
    ended = true;
    live.forEach(Children::destroy);
  }
}
