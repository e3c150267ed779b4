package dev.tachograph.meter;

import java.lang.reflect.Method;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a program starts that meters scripts: it opens accounts.
 *
 * <p>Counting itself is done by code that the Tachograph agent weaves into Rhino. Without the agent
 * nothing is counted, so nothing is promised: opening an account fails. Thread-safe.
 */
public final class Metering {
  private static final String KERNEL = "java.lang.TachographKernel";
  private static volatile @Nullable LedgerPort port;

  private Metering() {}

  /** Whether the agent runs in this JVM. */
  public static boolean isActive() {
    return find() != null;
  }

  /**
   * Opens the account of this name, or returns the one that is open already with its limits and its
   * usage so far.
   *
   * @param account not empty
   * @throws MeteringUnavailableException if the agent does not run in this JVM; the message says
   *     how to start it
   * @throws IllegalArgumentException if the name is empty, or that of a {@linkplain
   *     ResourceTracker#child child} of another account
   */
  public static ResourceTracker tracker(String account) {
    return ResourceTracker.open(account, null, require());
  }

  /**
   * The account of this name if it is open, whoever opened it; it may be closed at any time.
   *
   * @throws MeteringUnavailableException as {@link #tracker} does
   */
  public static Optional<ResourceTracker> find(String account) {
    return find(account, require());
  }

  /** An account of a ledger if it is open. */
  static Optional<ResourceTracker> find(String account, LedgerPort ledger) {
    return ledger.isOpen(account)
        ? Optional.of(new ResourceTracker(account, null, ledger))
        : Optional.empty();
  }

  /**
   * Hears of the evaluations of all accounts of this JVM.
   *
   * @return closing it ends that
   * @throws MeteringUnavailableException as {@link #tracker} does
   */
  public static ListenerRegistration listen(EvaluationListener listener) {
    return listen(listener, require());
  }

  /** Hears of what happens in a ledger. */
  static ListenerRegistration listen(EvaluationListener listener, LedgerPort ledger) {
    Runnable end = ledger.listen(News.heardBy(listener), News.from(listener));
    return end::run;
  }

  private static LedgerPort require() {
    LedgerPort found = find();
    if (found == null) {
      throw new MeteringUnavailableException(
          "the Tachograph agent does not run in this JVM, so scripts would not be metered. Either"
              + " start the JVM with -javaagent:tachograph-agent.jar, or run the application from a"
              + " jar whose manifest says 'Launcher-Agent-Class:"
              + " dev.tachograph.agent.boot.TachographAgent' and that contains the agent, as"
              + " tachograph.jar does",
          null);
    }
    return found;
  }

  private static @Nullable LedgerPort find() {
    LedgerPort known = port;
    if (known != null) {
      return known;
    }
    try {
      Method ledger = Class.forName(KERNEL, true, null).getMethod("ledger");
      Object registered = ledger.invoke(null);
      if (registered != null) {
        port = Objects.requireNonNull(LedgerPort.to(registered));
      }
      return port;
    } catch (ClassNotFoundException noAgent) {
      return null;
    } catch (ReflectiveOperationException stranger) {
      throw new MeteringUnavailableException(
          "the Tachograph agent in this JVM is of another version", stranger);
    }
  }
}
