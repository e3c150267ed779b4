package dev.tachograph.meter.management;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The meter of a JVM, as {@value #NAME} in its platform's MBean server. Thread-safe.
 *
 * <p>It has no protection of its own: whoever may use the server may stop any account.
 */
public interface GovernorMXBean {
  /** The object name that it has in every metered JVM. */
  String NAME = "dev.tachograph:type=Governor";

  /** The ids of all accounts, in their order. */
  List<String> getAccountIds();

  /** The suspensions that are in force, by account. */
  List<SuspensionView> getSuspensions();

  /** An account as it stands now, or {@code null} if it is not open. */
  @Nullable AccountView account(String id);

  /** All accounts as they stand now, in the order of their ids. */
  List<AccountView> accounts();

  /**
   * Keeps an account and those below it from evaluating until it is resumed: what runs is
   * cancelled, what comes is denied. The account need not be open.
   *
   * @param by who wants it; each has to lift its own suspension
   * @param reason for people: hosts find it in their errors
   * @return how many evaluations are stopped by this
   * @throws IllegalArgumentException if the account or {@code by} is empty
   */
  int suspend(String account, String by, String reason);

  /** Lifts what the same party suspended; returns whether there was anything. */
  boolean resume(String account, String by);
}
