package dev.tachograph.agent;

import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * What other processes can read of the agent in a JVM without JMX: a few system properties, which
 * {@code jcmd VM.system_properties} shows as well.
 *
 * @param version of the agent that is in force
 * @param options what it was started with
 * @param unmetered the Rhinos that it does not meter, in sentences
 * @param late those that it meters although they were there before it
 */
public record AgentPresence(
    String version, String options, List<String> unmetered, List<String> late) {
  private static final String VERSION = "dev.tachograph.agent.version";
  private static final String OPTIONS = "dev.tachograph.agent.options";
  private static final String UNMETERED = "dev.tachograph.agent.unmetered";
  private static final String LATE = "dev.tachograph.agent.late";
  private static final String DETACHED = "dev.tachograph.agent.detached";
  private static final String FAILURE = "dev.tachograph.agent.failure";

  /** Copies. */
  public AgentPresence {
    unmetered = List.copyOf(unmetered);
    late = List.copyOf(late);
  }

  /** Reads what {@link #publish} wrote; {@code null} where no agent runs. */
  public static @Nullable AgentPresence of(Properties system) {
    String version = system.getProperty(VERSION);
    return version == null
        ? null
        : new AgentPresence(
            version,
            system.getProperty(OPTIONS, ""),
            system.getProperty(UNMETERED, "").lines().toList(),
            system.getProperty(LATE, "").lines().toList());
  }

  /** Why an agent that was attached to this JVM last did not start; {@code null} if it did. */
  public static @Nullable String failure(Properties system) {
    return system.getProperty(FAILURE);
  }

  /** Says in this JVM that the agent runs. The version comes last: with it, all is there. */
  void publish() {
    System.clearProperty(FAILURE);
    System.setProperty(OPTIONS, options);
    System.setProperty(UNMETERED, String.join("\n", unmetered));
    System.setProperty(LATE, String.join("\n", late));
    System.clearProperty(DETACHED);
    System.setProperty(VERSION, version);
  }

  /** Says in this JVM of something more that it is not metered. */
  static void publishUnmetered(String sentence) {
    synchronized (AgentPresence.class) {
      String known = System.getProperty(UNMETERED, "");
      System.setProperty(UNMETERED, known.isEmpty() ? sentence : known + "\n" + sentence);
    }
  }

  /** Whether the agent was taken out of force. */
  public static boolean isDetached(Properties system) {
    return system.getProperty(DETACHED) != null;
  }

  /** Says in this JVM that the agent is out of force. */
  static void publishDetached() {
    System.setProperty(DETACHED, "true");
  }

  /** Says in this JVM why the agent does not run. */
  static void publishFailure(String reason) {
    System.setProperty(FAILURE, reason);
  }
}
