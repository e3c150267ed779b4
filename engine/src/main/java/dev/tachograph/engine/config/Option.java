package dev.tachograph.engine.config;

import dev.tachograph.engine.ExecutionMode;
import dev.tachograph.engine.OutputLimit;
import dev.tachograph.engine.executor.Overflow;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * A name that a configuration may use.
 *
 * @param name the whole key, or what follows {@code sandbox.}, {@code profile.NAME.} and {@code
 *     account.NAME.}
 * @param preset the default, empty if there is none
 */
record Option<T>(String name, ValueType<T> type, String preset, String meaning) {
  static final Option<ExecutionMode> MODE =
      new Option<>(
          "engine.mode", ValueType.choice(ExecutionMode.class), "adaptive", "how programs are run");
  static final Option<Integer> SCOPES_AHEAD =
      new Option<>(
          "engine.scopesAhead",
          ValueType.count(0, 1000),
          "10",
          "scopes kept ready for each kind of environment");
  static final Option<Integer> MAXIMUM_SCOPES_AHEAD =
      new Option<>(
          "engine.maximumScopesAhead",
          ValueType.count(0, 10_000),
          "100",
          "scopes kept ready in all");
  static final Option<Duration> IDLE_SCOPES =
      new Option<>(
          "engine.idleScopes",
          ValueType.duration(),
          "5m",
          "until scopes nobody asks for are given up");

  static final Option<Integer> THREADS =
      new Option<>(
          "executor.threads",
          ValueType.count(1, 10_000),
          "",
          "submitted scripts that run at once; one per processor");
  static final Option<Long> STACK_BYTES =
      new Option<>(
          "executor.stackBytes",
          ValueType.size(64 << 10, 1 << 30),
          "16m",
          "stack of such a thread");
  static final Option<Integer> PER_TENANT =
      new Option<>(
          "executor.perTenant",
          ValueType.count(1, Integer.MAX_VALUE),
          "5",
          "scripts of an account that have started, those in host functions included");
  static final Option<Integer> PER_TENANT_RUNNING =
      new Option<>(
          "executor.perTenantRunning",
          ValueType.count(1, Integer.MAX_VALUE),
          "",
          "scripts of an account that run at once, those that wait in host functions left out");
  static final Option<Integer> PER_SCRIPT =
      new Option<>(
          "executor.perScript",
          ValueType.count(1, Integer.MAX_VALUE),
          "5",
          "runs of a script of an account that have started");
  static final Option<Integer> WAITING =
      new Option<>(
          "executor.waiting",
          ValueType.count(0, Integer.MAX_VALUE),
          "10000",
          "scripts that may wait in host functions at once");
  static final Option<Integer> QUEUE_SIZE =
      new Option<>(
          "executor.queueSize",
          ValueType.count(1, Integer.MAX_VALUE),
          "1000",
          "scripts that may wait in all");
  static final Option<Integer> PER_TENANT_QUEUE =
      new Option<>(
          "executor.perTenantQueue",
          ValueType.count(1, Integer.MAX_VALUE),
          "200",
          "scripts of an account that may wait");
  static final Option<Overflow> OVERFLOW =
      new Option<>(
          "executor.overflow",
          ValueType.choice(Overflow.class),
          "reject",
          "what becomes of a script for which there is no room");
  static final Option<Duration> QUEUE_TIMEOUT =
      new Option<>(
          "executor.queueTimeout", ValueType.duration(), "10s", "how long a script may wait");
  static final Option<Duration> CLOSE_TIMEOUT =
      new Option<>(
          "executor.closeTimeout",
          ValueType.duration(),
          "5s",
          "how long closing waits for scripts");

  static final Option<Integer> MAXIMUM_PROGRAMS =
      new Option<>(
          "cache.maximumPrograms",
          ValueType.count(1, Integer.MAX_VALUE),
          "1000",
          "programs kept in memory");
  static final Option<Long> MAXIMUM_BYTES =
      new Option<>(
          "cache.maximumBytes",
          ValueType.size(1, Long.MAX_VALUE),
          "64m",
          "what they weigh together");
  static final Option<Integer> HOT_AFTER =
      new Option<>(
          "cache.hotAfter",
          ValueType.countOrNever(),
          "10",
          "the run that asks for compilation; long ones count more than once");
  static final Option<Integer> MAXIMUM_WAITING =
      new Option<>(
          "cache.maximumWaiting",
          ValueType.count(1, Integer.MAX_VALUE),
          "100",
          "programs that may wait for compilation");
  static final Option<Boolean> SHARED_BY_TENANTS =
      new Option<>(
          "cache.sharedByTenants", ValueType.flag(), "true", "whether accounts share programs");

  static final Option<Path> STORE_DIRECTORY =
      new Option<>(
          "store.directory",
          ValueType.path(),
          "",
          "where compiled programs are kept over restarts");
  static final Option<Path> STORE_KEY_FILE =
      new Option<>(
          "store.keyFile",
          ValueType.path(),
          "",
          "the key they are sealed with; made if it is not there");
  static final Option<byte[]> STORE_KEY =
      new Option<>("store.key", ValueType.secret(), "", "the same key, here: a secret");
  static final Option<Integer> STORE_PROGRAMS =
      new Option<>(
          "store.maximumPrograms",
          ValueType.count(1, Integer.MAX_VALUE),
          "10000",
          "programs kept there");
  static final Option<Long> STORE_BYTES =
      new Option<>(
          "store.maximumBytes",
          ValueType.size(1, Long.MAX_VALUE),
          "256m",
          "what they take together");

  static final Option<Integer> OUTPUT_LIMIT =
      new Option<>(
          "outputLimit",
          ValueType.count(1, Integer.MAX_VALUE),
          "1048576",
          "characters of a result as JSON");
  static final Option<OutputLimit> OUTPUT_POLICY =
      new Option<>(
          "outputPolicy",
          ValueType.choice(OutputLimit.class),
          "refuse",
          "what is done with a larger one");
  static final Option<List<String>> BLOCK =
      new Option<>("block", ValueType.names(), "", "standard globals that are taken away");
  static final Option<List<String>> ALLOW_ONLY =
      new Option<>("allowOnly", ValueType.names(), "", "the only standard globals that are left");
  static final Option<Boolean> CODE_FROM_STRINGS =
      new Option<>(
          "codeFromStrings", ValueType.flag(), "false", "whether `eval` and `Function` work");

  static final Option<String> PROFILE =
      new Option<>("profile", ValueType.name(), "", "the profile that the account has");
  static final Option<Integer> WEIGHT =
      new Option<>(
          "weight",
          ValueType.count(1, 1000),
          "1",
          "its share of the executor beside other accounts");

  /** Of the engine. */
  static final List<Option<?>> ENGINE =
      List.of(
          MODE,
          SCOPES_AHEAD,
          MAXIMUM_SCOPES_AHEAD,
          IDLE_SCOPES,
          THREADS,
          STACK_BYTES,
          PER_TENANT,
          PER_TENANT_RUNNING,
          PER_SCRIPT,
          WAITING,
          QUEUE_SIZE,
          PER_TENANT_QUEUE,
          OVERFLOW,
          QUEUE_TIMEOUT,
          CLOSE_TIMEOUT,
          MAXIMUM_PROGRAMS,
          MAXIMUM_BYTES,
          HOT_AFTER,
          MAXIMUM_WAITING,
          SHARED_BY_TENANTS,
          STORE_DIRECTORY,
          STORE_KEY_FILE,
          STORE_KEY,
          STORE_PROGRAMS,
          STORE_BYTES);

  /** Of sandboxes, beside their limits: all of them, those with a profile, those of an account. */
  static final List<Option<?>> SANDBOX =
      List.of(OUTPUT_LIMIT, OUTPUT_POLICY, BLOCK, ALLOW_ONLY, CODE_FROM_STRINGS);

  /** Of accounts only. */
  static final List<Option<?>> ACCOUNT = List.of(PROFILE, WEIGHT);

  static Stream<Option<?>> all() {
    return Stream.of(ENGINE, SANDBOX, ACCOUNT).flatMap(List::stream);
  }

  boolean isSecret() {
    return name.equals("store.key");
  }
}
