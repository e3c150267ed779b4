package dev.tachograph.meter;

import java.time.Instant;
import java.util.Objects;

/**
 * Why an account admits no evaluation, whatever its limits. Immutable and thread-safe.
 *
 * @param account its id; it need not be open
 * @param by who wants it, not empty; several may, and each has to lift its own
 * @param reason in words, for people
 * @param since when it began
 */
public record Suspension(String account, String by, String reason, Instant since) {
  /**
   * @throws IllegalArgumentException if the account or {@code by} is empty
   */
  public Suspension {
    if (account.isEmpty() || by.isEmpty()) {
      throw new IllegalArgumentException(
          "a suspension of account '%s' by '%s': both need a name".formatted(account, by));
    }
    Objects.requireNonNull(reason);
    Objects.requireNonNull(since);
  }

  /** Made without {@link java.util.Formatter}, as {@link Breach#message}. */
  String words() {
    return "account '" + account + "' is suspended by " + by + ": " + reason;
  }
}
