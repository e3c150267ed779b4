package dev.tachograph.engine.config;

import dev.tachograph.engine.Environment;
import dev.tachograph.engine.Sandbox;
import dev.tachograph.engine.SandboxEngine;
import dev.tachograph.engine.executor.FairExecutor;
import dev.tachograph.engine.program.ProgramCacheSettings;
import dev.tachograph.engine.program.store.DirectoryProgramStore;
import dev.tachograph.engine.program.store.StoreBounds;
import dev.tachograph.engine.program.store.StoreKey;
import dev.tachograph.meter.Limits;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Settings of an engine, of its sandboxes and of accounts, read from files, environment variables
 * and system properties under the same names. What comes later wins:
 *
 * <ol>
 *   <li>the defaults
 *   <li>files, in the order in which they are given
 *   <li>environment variables, such as {@code TACHOGRAPH_CACHE_HOT_AFTER}
 *   <li>system properties, such as {@code tachograph.cache.hotAfter}
 * </ol>
 *
 * <p>For a sandbox, {@code account.NAME.} wins over {@code profile.NAME.}, and that over {@code
 * sandbox.}, whatever they were read from. A configuration that exists is valid: all faults of all
 * sources are reported at once. Immutable and thread-safe.
 */
public final class EngineConfiguration {
  private final Values values;

  private EngineConfiguration(Values values) {
    this.values = values;
  }

  /**
   * Reads files, and this process' environment variables and system properties.
   *
   * @param files that end with {@code .properties}, {@code .yaml} or {@code .yml}
   * @throws ConfigurationException if anything is wrong
   */
  public static EngineConfiguration load(Path... files) {
    return builder()
        .files(files)
        .environment(System.getenv())
        .properties(System.getProperties())
        .build();
  }

  /**
   * Reads environment variables and nothing else.
   *
   * @throws ConfigurationException if anything is wrong
   */
  public static EngineConfiguration fromEnvironment(Map<String, String> variables) {
    return builder().environment(variables).build();
  }

  /** Starts from the defaults, for sources of one's own choice. */
  public static Builder builder() {
    return new Builder();
  }

  /** The settings that are in force, with what each is from: the engine's, then by section. */
  public List<Setting> settings() {
    return values.settings();
  }

  /** The names of the profiles. */
  public Set<String> profiles() {
    return values.names("profile.");
  }

  /** The names of the accounts that have settings of their own. */
  public Set<String> accounts() {
    return values.names("account.");
  }

  /**
   * Makes the engine.
   *
   * @throws IOException if the store of compiled programs or its key cannot be opened
   * @throws dev.tachograph.meter.MeteringUnavailableException if scripts would not be metered here
   */
  public SandboxEngine engine() throws IOException {
    SandboxEngine engine = engineBuilder().build();
    for (String account : accounts()) {
      engine.executor().setWeight(account, values.of(Key.account(account), Option.WEIGHT));
    }
    return engine;
  }

  /**
   * The same, to be completed in code. Weights of accounts are then for the caller to set.
   *
   * @throws IOException if the store of compiled programs or its key cannot be opened
   */
  public SandboxEngine.Builder engineBuilder() throws IOException {
    return SandboxEngine.builder()
        .mode(values.of(Option.MODE))
        .scopesAhead(values.of(Option.SCOPES_AHEAD))
        .scopesTogether(values.of(Option.MAXIMUM_SCOPES_AHEAD), values.of(Option.IDLE_SCOPES))
        .programs(programs())
        .executor(executor());
  }

  private FairExecutor executor() {
    FairExecutor.Builder executor =
        FairExecutor.builder()
            .stackBytes(Math.toIntExact(values.of(Option.STACK_BYTES)))
            .perTenant(values.of(Option.PER_TENANT))
            .perScript(values.of(Option.PER_SCRIPT))
            .waiting(values.of(Option.WAITING))
            .queueSize(values.of(Option.QUEUE_SIZE))
            .perTenantQueue(values.of(Option.PER_TENANT_QUEUE))
            .overflow(values.of(Option.OVERFLOW))
            .queueTimeout(values.of(Option.QUEUE_TIMEOUT))
            .closeTimeout(values.of(Option.CLOSE_TIMEOUT));
    Integer running = values.find("", Option.PER_TENANT_RUNNING);
    if (running != null) {
      executor.perTenantRunning(running);
    }
    Integer threads = values.find("", Option.THREADS);
    return (threads == null ? executor : executor.threads(threads)).build();
  }

  private ProgramCacheSettings programs() throws IOException {
    ProgramCacheSettings.Builder programs =
        ProgramCacheSettings.builder()
            .bounds(values.of(Option.MAXIMUM_PROGRAMS), values.of(Option.MAXIMUM_BYTES))
            .hotAfter(values.of(Option.HOT_AFTER))
            .maximumWaiting(values.of(Option.MAXIMUM_WAITING))
            .sharedByTenants(values.of(Option.SHARED_BY_TENANTS));
    Path directory = values.find("", Option.STORE_DIRECTORY);
    if (directory != null) {
      byte @Nullable [] secret = values.find("", Option.STORE_KEY);
      StoreKey key =
          secret == null
              ? StoreKey.inFile(Objects.requireNonNull(values.find("", Option.STORE_KEY_FILE)))
              : StoreKey.of(secret);
      StoreBounds bounds =
          new StoreBounds(values.of(Option.STORE_PROGRAMS), values.of(Option.STORE_BYTES));
      programs.persistent(DirectoryProgramStore.open(directory, bounds), key);
    }
    return programs.build();
  }

  /**
   * Starts to describe the sandbox of an account, with the account's settings, those of its
   * profile, and those of all sandboxes.
   *
   * @param account whose name may have no settings of its own
   */
  public Sandbox.Builder sandbox(SandboxEngine engine, String account) {
    return sandbox(engine, account, environment(account));
  }

  /**
   * The same with an environment of the host's, such as that of {@link #environment} with functions
   * added.
   */
  public Sandbox.Builder sandbox(
      SandboxEngine engine, String account, Environment.Builder environment) {
    List<String> sections = values.sections(account);
    return engine
        .sandbox(account)
        .limits(values.limits(sections))
        .outputLimit(
            values.of(sections, Option.OUTPUT_LIMIT), values.of(sections, Option.OUTPUT_POLICY))
        .environment(environment.build());
  }

  /** The environment of an account's sandboxes, for the host to add to. */
  public Environment.Builder environment(String account) {
    List<String> sections = values.sections(account);
    Environment.Builder environment =
        Environment.builder().codeFromStrings(values.of(sections, Option.CODE_FROM_STRINGS));
    List<String> blocked = values.find(sections, Option.BLOCK);
    if (blocked != null) {
      environment.block(blocked.toArray(new String[0]));
    }
    List<String> allowed = values.find(sections, Option.ALLOW_ONLY);
    if (allowed != null) {
      environment.allowOnly(allowed.toArray(new String[0]));
    }
    return environment;
  }

  /** The limits of an account. */
  public Limits limits(String account) {
    return values.limits(values.sections(account));
  }

  /** The effective configuration, a line for each setting; without secrets. */
  @Override
  public String toString() {
    return settings().stream().map(Setting::toString).collect(Collectors.joining("\n"));
  }

  /** Collects sources. Not thread-safe. */
  public static final class Builder {
    private List<Path> files = List.of();
    private Map<String, String> environment = Map.of();
    private Properties properties = new Properties();

    private Builder() {}

    /** The files, of which later ones win. They are read when the configuration is built. */
    public Builder files(Path... files) {
      this.files = List.of(files);
      return this;
    }

    /** Environment variables; those of others are left alone. */
    public Builder environment(Map<String, String> variables) {
      environment = Map.copyOf(variables);
      return this;
    }

    /**
     * System properties, or others, that start with {@code tachograph.}; those of others are left
     * alone.
     */
    public Builder properties(Properties properties) {
      this.properties = properties;
      return this;
    }

    /**
     * Reads and checks everything.
     *
     * @throws ConfigurationException if anything is wrong
     */
    public EngineConfiguration build() {
      Entries entries = new Entries();
      files.forEach(file -> ConfigurationFile.read(file, entries));
      Variables.read(environment, entries);
      SystemSettings.read(properties, entries);
      return new EngineConfiguration(Values.of(entries));
    }
  }
}
