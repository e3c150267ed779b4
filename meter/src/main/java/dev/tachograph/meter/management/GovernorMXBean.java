package dev.tachograph.meter.management;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The meter of a JVM, as {@value #NAME} in its platform's MBean server. Thread-safe.
 *
 * <p>It has no protection of its own: whoever may use the server may stop any account.
 */
public interface GovernorMXBean {
  /** The object name that it has in every metered JVM. */
  String NAME = "dev.tachograph:type=Governor";

  /** The version of the agent. */
  String getVersion();

  /** What was woven and refused. */
  WeavingView getWeaving();

  /**
   * What all scripts used since the JVM started, running evaluations included, by the keys of JSON;
   * what is not known is absent.
   */
  Map<String, Long> getTotals();

  /** How many accounts are open. */
  int getAccountCount();

  /** How many evaluations run. */
  int getRunningCount();

  /** The ids of all accounts, in their order. */
  List<String> getAccountIds();

  /** The suspensions that are in force, by account. */
  List<SuspensionView> getSuspensions();

  /** An account as it stands now, or {@code null} if it is not open. */
  @Nullable AccountView account(String id);

  /**
   * What these accounts and those below them used since the JVM started or they were reset, running
   * evaluations included, by their ids and the keys of JSON. Accounts that are not open are absent,
   * and so is what is not known. Cheaper than {@link #account} for each.
   */
  Map<String, Map<String, Long>> usages(List<String> ids);

  /** All accounts as they stand now, in the order of their ids. */
  List<AccountView> accounts();

  /**
   * The accounts that used most of a resource, from the most on.
   *
   * @param resource its key, for example {@code cpuTime}
   * @param most how many
   * @throws IllegalArgumentException if there is no such resource
   */
  List<AccountView> topAccounts(String resource, int most);

  /** The scripts that used most of a resource, as {@link #topAccounts} has accounts. */
  List<ScriptView> topScripts(String resource, int most);

  /** The evaluations that run now, the oldest first. */
  List<EvaluationView> running();

  /** Whether limits are in force: true until {@link #detach}. */
  boolean isAttached();

  /**
   * Lifts the limits that the agent was started with, and gives the Rhinos that were loaded before
   * it their own code back. Those that were loaded after it go on counting, and limits that the
   * application set itself stay. What was counted stays. Does nothing if it is done already.
   *
   * @return the Rhinos that were loaded before it and go on counting all the same, because they had
   *     their own code back four times already, which is as much as a busy JVM bears
   */
  List<String> detach();

  /**
   * Undoes {@link #detach}.
   *
   * @param options as behind {@code -javaagent:...=}, with other limits or rules; empty for those
   *     from before
   * @throws IllegalArgumentException if they are wrong, or say something else of {@code report},
   *     {@code log}, {@code interrupt} or {@code attribution}
   * @throws IllegalStateException if it is attached
   */
  void attach(String options);

  /** The report as the agent's option {@code report} writes it at exit: a JSON object. */
  String report();

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
