package dev.tachograph.engine;

import dev.tachograph.meter.Breach;
import dev.tachograph.meter.EvaluationListener;
import dev.tachograph.meter.EvaluationRecord;
import dev.tachograph.meter.Metering;
import dev.tachograph.meter.MeteringUnavailableException;
import dev.tachograph.meter.Resource;
import dev.tachograph.meter.ResourceTracker;
import dev.tachograph.meter.ResourceTracker.ListenerRegistration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.mozilla.javascript.Context;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What sandboxes share: Contexts without Java, scopes that are built ahead, compiled programs. One
 * per application is enough. Thread-safe.
 */
public final class SandboxEngine implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SandboxEngine.class);
  private static final String OWN_ACCOUNT = "(tachograph)";
  private static final int CANARY_ITERATIONS = 3;

  private final SandboxContextFactory factory = new SandboxContextFactory();
  private final Map<Environment, RealmPool> pools = new ConcurrentHashMap<>();
  private final EndedUsage ended = new EndedUsage();
  private final int scopesAhead;
  private final ListenerRegistration listening;
  private final ListenerRegistration watching;
  private volatile boolean suspect;
  private volatile boolean closed;

  private SandboxEngine(Builder builder) {
    scopesAhead = builder.scopesAhead;
    ResourceTracker own = Metering.tracker(OWN_ACCOUNT);
    listening = own.listen(ended);
    watching = own.listen(new Suspicion());
    prove(own);
  }

  /** An engine with the defaults. */
  public static SandboxEngine create() {
    return builder().build();
  }

  public static Builder builder() {
    return new Builder();
  }

  /**
   * Starts to describe a sandbox of this engine.
   *
   * @param account who pays, such as a tenant; sandboxes of one account share its limits
   */
  public Sandbox.Builder sandbox(String account) {
    return new Sandbox.Builder(this, Metering.tracker(account));
  }

  /**
   * Whether the JVM's own stack or heap ended in the middle of an evaluation, of whichever engine.
   * Every evaluation is stopped before that as far as its limits allow; where it happened all the
   * same, classes may be lost that were just being initialised: restart the JVM soon.
   */
  public boolean isSuspect() {
    return suspect;
  }

  /** How many scopes are ready now, how many were taken, and how often none was ready. */
  public ScopeMetrics scopeMetrics() {
    int available = pools.values().stream().mapToInt(RealmPool::available).sum();
    long taken = pools.values().stream().mapToLong(RealmPool::taken).sum();
    long misses = pools.values().stream().mapToLong(RealmPool::misses).sum();
    return new ScopeMetrics(available, taken, misses);
  }

  /**
   * The stock of scopes.
   *
   * @param available ready to be taken
   * @param taken since the engine was made
   * @param misses of these, how many had to be built while the script waited
   */
  public record ScopeMetrics(int available, long taken, long misses) {}

  SandboxContextFactory factory() {
    return factory;
  }

  RealmPool pool(Environment environment) {
    if (closed) {
      throw new IllegalStateException("the engine is closed");
    }
    return pools.computeIfAbsent(environment, key -> new RealmPool(factory, key, scopesAhead));
  }

  EndedUsage ended() {
    return ended;
  }

  /** Counts a script whose counts are known: an engine that is not metered does not start. */
  private void prove(ResourceTracker own) {
    long counted;
    try {
      counted =
          own.run(
                  () -> {
                    Context cx = factory.enterContext();
                    try {
                      cx.setInterpretedMode(true);
                      return cx.evaluateString(
                          cx.initSafeStandardObjects(),
                          "for (var i = 0; i < " + CANARY_ITERATIONS + "; i++) {}",
                          "canary",
                          1,
                          null);
                    } finally {
                      Context.exit();
                    }
                  })
              .usage()
              .get(Resource.ITERATIONS);
    } catch (Exception failure) {
      throw new MeteringUnavailableException(
          "a script that should be counted failed: " + failure.getMessage(), failure);
    }
    if (counted != CANARY_ITERATIONS) {
      throw new MeteringUnavailableException(
          "Rhino is not metered in this class loader: a loop of %d rounds counted as %d"
              .formatted(CANARY_ITERATIONS, counted),
          null);
    }
  }

  /** Gives up the stocks; sandboxes of this engine refuse to run from then on. */
  @Override
  public void close() {
    closed = true;
    listening.close();
    watching.close();
    pools.values().forEach(RealmPool::close);
    pools.clear();
  }

  private final class Suspicion implements EvaluationListener {
    @Override
    public void suspect(EvaluationRecord evaluation, Breach breach) {
      suspect = true;
      LOG.warn("this JVM is suspect and should be restarted soon: {}", breach.message());
    }
  }

  /** Collects the settings of an engine. Not thread-safe. */
  public static final class Builder {
    private int scopesAhead = 10;

    private Builder() {}

    /**
     * How many scopes are kept ready per environment.
     *
     * @param scopes 0 to 1000, about 131 KB each
     */
    public Builder scopesAhead(int scopes) {
      if (scopes < 0 || scopes > 1000) {
        throw new IllegalArgumentException("%d scopes ahead: 0 to 1000 are".formatted(scopes));
      }
      scopesAhead = scopes;
      return this;
    }

    /**
     * Makes the engine.
     *
     * @throws MeteringUnavailableException if scripts would not be metered here
     */
    public SandboxEngine build() {
      return new SandboxEngine(this);
    }
  }
}
