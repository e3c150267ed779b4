package dev.tachograph.agent;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Takes the agent out of force, and puts it back with other limits. What was counted stays, and can
 * be read, until the JVM ends. Thread-safe.
 */
final class AgentControl {
  private final Governor governor;
  private final LoadedRhinos loaded;
  private final @Nullable LateMetering late;
  private final AgentLog log;
  private AgentOptions options;
  private boolean attached = true;

  /**
   * @param loaded what was loaded before the agent
   * @param late what is metered that was loaded before the agent, if there is anything
   */
  AgentControl(
      Governor governor,
      AgentOptions options,
      LoadedRhinos loaded,
      @Nullable LateMetering late,
      AgentLog log) {
    this.governor = governor;
    this.options = options;
    this.loaded = loaded;
    this.late = late;
    this.log = log;
  }

  synchronized boolean isAttached() {
    return attached;
  }

  /**
   * Lifts all limits of accounts that scripts opened, and gives the Rhinos that were loaded before
   * the agent their own code back. Those that came later keep on counting: their classes have
   * fields and methods that a loaded class cannot lose. Does nothing if it is done already.
   *
   * @return those that were loaded before the agent and go on counting all the same
   */
  synchronized List<String> detach() {
    boolean before = attached;
    attached = false;
    if (before) {
      governor.lift();
    }
    List<String> counting = late == null ? List.of() : late.detach();
    if (before) {
      AgentPresence.publishDetached();
      log.info("detached: limits are lifted; what was counted can still be read");
    }
    return counting;
  }

  /**
   * Puts it back.
   *
   * @param text the options; where there are none, those from before
   * @throws IllegalArgumentException if they are wrong, or if something is different that is in
   *     force until the JVM ends; nothing is changed then
   * @throws IllegalStateException if it is attached
   */
  synchronized void attach(String text) {
    if (attached) {
      throw new IllegalStateException("the agent is attached: detach it first");
    }
    AgentOptions wanted = text.isEmpty() ? options : AgentOptions.parse(text);
    options.requireSameFor(wanted);
    options = wanted;
    governor.putBack(wanted);
    if (late != null) {
      late.attach();
    }
    attached = true;
    publish(wanted.text());
    log.info("attached again");
  }

  /** Says to other processes how it stands. */
  void publish(String text) {
    new AgentPresence(AgentVersion.text(), text, unmetered(), loaded.metered()).publish();
  }

  /** The Rhinos that are not metered, whenever they were loaded, in sentences. */
  List<String> unmetered() {
    return Stream.concat(loaded.unmetered().stream(), governor.statistics().unmetered().stream())
        .toList();
  }
}
