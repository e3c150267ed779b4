package dev.tachograph.agent.weave;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What became of a class: woven bytes, a refusal with its reason, or nothing to do.
 *
 * @param kind what the class is
 * @param bytes the woven class, or {@code null} when it was refused or is right as it is
 * @param refusal why it cannot be metered, or {@code null}
 * @param sourceName the script's source name, or {@code null} when the class does not tell
 */
@SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
public record WeaveResult(
    Kind kind, byte @Nullable [] bytes, @Nullable String refusal, @Nullable String sourceName) {

  /** What a class is to the weaver. */
  public enum Kind {
    /** Neither a script nor a part of Rhino that is woven. */
    OTHER,
    /** Code that Rhino compiled from a script. */
    SCRIPT,
    /** A class of Rhino itself. */
    RUNTIME
  }

  static final WeaveResult UNTOUCHED = new WeaveResult(Kind.OTHER, null, null, null);

  static WeaveResult woven(Kind kind, byte @Nullable [] bytes, @Nullable String sourceName) {
    return new WeaveResult(kind, bytes, null, sourceName);
  }

  static WeaveResult refused(Kind kind, String reason, @Nullable String sourceName) {
    return new WeaveResult(kind, null, reason, sourceName);
  }

  /** The woven class, if there is one. */
  public Optional<byte[]> woven() {
    return Optional.ofNullable(bytes);
  }
}
