package dev.tachograph.agent.tools;

import java.io.IOException;
import java.io.Serial;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Why a JVM on this host cannot be reached, or not be given the agent, and what would help. */
final class AttachProblem extends IOException {
  @Serial private static final long serialVersionUID = 1;

  private static final String DISABLED = "does not support the attach mechanism";
  private static final String AT_START =
      "start it with -javaagent:tachograph-agent.jar=OPTIONS instead";

  AttachProblem(String message) {
    super(message);
  }

  private AttachProblem(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /** This Java has no tools to attach with. */
  static AttachProblem noTools(Throwable cause) {
    return new AttachProblem(
        "this Java has no module jdk.attach to reach processes with. Remedy: run this command with"
            + " the java of a JDK",
        cause);
  }

  /** Another user's process. */
  static AttachProblem ofUser(long pid, String user) {
    return new AttachProblem(
        "process %d is of user '%s'. Remedy: run this command as that user, or as root"
            .formatted(pid, user));
  }

  /** It says that it cannot be attached to. */
  static AttachProblem unattachable(long pid) {
    return new AttachProblem(words(pid, DISABLED, DISABLED));
  }

  /** No answer. */
  static AttachProblem hung(long pid, long seconds) {
    return new AttachProblem(
        ("process %d did not answer within %d s: it hangs, is stopped, or is too busy. Remedy: try"
                + " again, or look at it with jstack and ps")
            .formatted(pid, seconds));
  }

  /** What the JDK says when a process cannot be attached to, or refuses to load an agent. */
  static AttachProblem of(long pid, @Nullable Throwable failure) {
    String said = failure == null ? "for no reason" : String.valueOf(failure.getMessage());
    String known = said.toLowerCase(Locale.ROOT);
    return new AttachProblem(words(pid, known, said), failure);
  }

  private static String words(long pid, String known, String said) {
    if (known.contains(DISABLED)) {
      return "process %d does not let itself be attached to (-XX:+DisableAttachMechanism). Remedy: start it without that option, or %s"
          .formatted(pid, AT_START);
    }
    if (known.contains("dynamic agent loading is not enabled")) {
      return "process %d takes no agents while it runs (-XX:-EnableDynamicAgentLoading). Remedy: start it with -XX:+EnableDynamicAgentLoading, or %s"
          .formatted(pid, AT_START);
    }
    if (known.contains("instrument was not loaded") || known.contains("java.instrument")) {
      return "process %d has no module java.instrument, which every agent needs. Remedy: add the module to its runtime image, or to --add-modules"
          .formatted(pid);
    }
    if (known.contains("not permitted") || known.contains("permission denied")) {
      return "process %d is of another user, or protected (%s). Remedy: run this command as its user, or as root"
          .formatted(pid, said);
    }
    if (known.contains("respond within") || known.contains("hotspot vm not loaded")) {
      return "process %d did not answer: it hangs, is stopped, or is no HotSpot JVM. Remedy: try again, or look at it with jstack and ps"
          .formatted(pid);
    }
    if (known.contains("attach to current vm")) {
      return "process %d is this command itself".formatted(pid);
    }
    return "process %d cannot be attached to: %s".formatted(pid, said);
  }
}
