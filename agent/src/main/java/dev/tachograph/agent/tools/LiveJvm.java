package dev.tachograph.agent.tools;

import dev.tachograph.jfr.fleet.Governors;
import dev.tachograph.jfr.fleet.JvmAddress;
import dev.tachograph.meter.management.GovernorMXBean;
import java.io.IOException;
import java.lang.reflect.UndeclaredThrowableException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.remote.JMXConnector;

/** A JVM that runs with the agent in it, and that is asked over JMX. */
final class LiveJvm implements AutoCloseable {
  private static final Pattern ADDRESS = Pattern.compile("\\d{1,18}|.+:\\d{1,5}|service:jmx:.+");
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final String name;
  private final JMXConnector connector;
  private final GovernorMXBean governor;

  private LiveJvm(String name, JMXConnector connector, GovernorMXBean governor) {
    this.name = name;
    this.connector = connector;
    this.governor = governor;
  }

  /** Whether a text names a JVM, and not a file. */
  static boolean isAddress(String text) {
    return ADDRESS.matcher(text).matches();
  }

  /**
   * Connects.
   *
   * @throws IllegalArgumentException if the text names no JVM, or a process that there is not
   * @throws IOException if it cannot be reached, hangs, or has no agent
   */
  static LiveJvm connect(String text, Map<String, ?> environment) throws IOException {
    JvmAddress address = JvmAddress.parse(text, environment);
    if (isPid(text)) {
      JvmProcess.of(Long.parseLong(text)).check();
      LocalMachine.answerWithin(PATIENCE.toMillis() * 2 / 3);
    }
    return timed(
        text,
        () -> {
          JMXConnector connector = address.connect();
          return new LiveJvm(text, connector, Governors.find(connector.getMBeanServerConnection()));
        });
  }

  private static boolean isPid(String text) {
    return text.matches("\\d+");
  }

  /**
   * Asks the agent.
   *
   * @throws IOException if the JVM is gone, hangs, or has an agent that does not know the question
   */
  <T> T ask(Function<GovernorMXBean, T> question) throws IOException {
    return timed(
        name,
        () -> {
          try {
            return question.apply(governor);
          } catch (UndeclaredThrowableException other) {
            if (other.getCause() instanceof IOException lost) {
              throw lost;
            }
            if (other.getCause() instanceof JMException) {
              throw new IOException(
                  "the agent in that JVM is of another version. Remedy: use the jar that was"
                      + " attached to it",
                  other);
            }
            throw other;
          }
        });
  }

  private static <T> T timed(String name, java.util.concurrent.Callable<T> call)
      throws IOException {
    try {
      return Deadline.call(PATIENCE, call);
    } catch (TimeoutException hung) {
      throw new IOException(
          "no answer within %d s: %s hangs, is stopped, or is too busy"
              .formatted(PATIENCE.toSeconds(), name),
          hung);
    }
  }

  /** Whether the process has ended: soon after it is lost, if it does. Not known of other hosts. */
  boolean hasEnded() {
    if (!isPid(name)) {
      return false;
    }
    return ProcessHandle.of(Long.parseLong(name))
        .map(
            process -> {
              try {
                process.onExit().get(2, TimeUnit.SECONDS);
                return true;
              } catch (InterruptedException
                  | java.util.concurrent.ExecutionException
                  | TimeoutException runs) {
                return false;
              }
            })
        .orElse(true);
  }

  @Override
  public void close() {
    // A JVM that hangs answers no good-bye, and this process ends soon.
    var unused =
        Deadline.start(
            () -> {
              connector.close();
              return true;
            });
  }
}
