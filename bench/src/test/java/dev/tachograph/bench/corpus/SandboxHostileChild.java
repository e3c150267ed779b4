package dev.tachograph.bench.corpus;

import dev.tachograph.engine.ConsoleMessage;
import dev.tachograph.engine.Environment;
import dev.tachograph.engine.OutputLimit;
import dev.tachograph.engine.Sandbox;
import dev.tachograph.engine.SandboxEngine;
import dev.tachograph.engine.SandboxResult;
import dev.tachograph.engine.SandboxResult.Completed;
import dev.tachograph.engine.SandboxResult.Failed;
import dev.tachograph.engine.SandboxResult.LimitExceeded;
import dev.tachograph.engine.ScriptSource;
import dev.tachograph.meter.Limits;
import dev.tachograph.meter.Resource;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A host with many tenants and one engine: it runs every script that attacks, each in a sandbox of
 * its own account, the innocent scripts of other tenants in between, and then thousands of small
 * scripts.
 *
 * <p>Arguments: a file that takes the report, the folder of the categories, a file with a line per
 * attack (script, tab, setting), how many small scripts. What the report's lines mean is in {@link
 * SandboxHostileResult}.
 */
final class SandboxHostileChild {
  /** Code from strings is allowed, or is not. */
  static final List<String> SETTINGS = List.of("strings", "no strings");

  private static final int TENANTS = 5;
  private static final int ROUNDS_TO_FLAT = 4;
  private static final int SUNK = 20;
  private static final int FRAMES = 12;
  private static final int SHOWN = 400;
  private static final long SCOPES_MILLIS = 500;
  private static final int SCOPES_ATTEMPTS = 100;
  private static final long STUCK_NANOS = Duration.ofSeconds(8).toNanos();

  private static final com.sun.management.ThreadMXBean THREADS =
      (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final SandboxEngine engine = SandboxEngine.create();
  private final PrintWriter report;
  private final Path scripts;
  private final List<Object> marker =
      new ArrayList<>(Arrays.asList(1L, "two", List.of(3L), new Object[] {4L}));
  private final Map<String, Object> host = new LinkedHashMap<>();
  private final Environment withStrings = environment(true);
  private final Environment withoutStrings = environment(false);
  private final Environment innocents = Environment.builder().codeFromStrings(true).build();
  private final List<Sandbox> tenants = new ArrayList<>();
  private final List<String> sunk = new ArrayList<>();
  private final List<String> faults = new ArrayList<>();
  private final long keptAlive = keptAlive();
  private volatile long started;
  private boolean suspect;
  private int turn;
  private long slowestNanos;
  private String account = "";

  private SandboxHostileChild(PrintWriter report, Path scripts) {
    this.report = report;
    this.scripts = scripts;
    host.put("name", "host");
    host.put("list", marker);
    for (int i = 0; i < TENANTS; i++) {
      tenants.add(engine.sandbox("innocent " + i).environment(innocents).build());
    }
  }

  /** Runs everything, and exits with 0 if it came to its end. */
  public static void main(String[] arguments) throws Exception {
    try (PrintWriter report =
        new PrintWriter(
            Files.newBufferedWriter(Path.of(arguments[0]), StandardCharsets.UTF_8), true)) {
      SandboxHostileChild child = new SandboxHostileChild(report, Path.of(arguments[1]));
      child.watch(Thread.currentThread());
      child.judgeInnocents(); // and find what they load at their first time
      child.slowestNanos = 0;
      for (String attack : Files.readAllLines(Path.of(arguments[2]))) {
        String[] parts = attack.split("\t", 2);
        report.println("START\t" + attack);
        child.attack(parts[0], parts[1]);
      }
      report.println("START\tsmall scripts\t");
      child.runSmallScripts(Integer.parseInt(arguments[3]));
      child.started = 0;
      report.println("DONE");
    }
  }

  /** Says where it is stuck before the parent loses its patience. */
  private void watch(Thread watched) {
    Thread watchdog =
        new Thread(
            () -> {
              while (true) {
                try {
                  Thread.sleep(1_000);
                } catch (InterruptedException ended) {
                  return;
                }
                long since = started;
                if (since != 0 && System.nanoTime() - since > STUCK_NANOS) {
                  report.println("STUCK\t" + frames(watched));
                }
              }
            },
            "watchdog");
    watchdog.setDaemon(true);
    watchdog.start();
  }

  private static String frames(Thread thread) {
    return String.join(
        " < ",
        Arrays.stream(thread.getStackTrace())
            .limit(FRAMES)
            .map(frame -> frame.getFileName() + ":" + frame.getMethodName())
            .toList());
  }

  private Environment environment(boolean codeFromStrings) {
    return Environment.builder()
        .codeFromStrings(codeFromStrings)
        .modules(HostileModules.modules())
        .timers(Duration.ofDays(1))
        .global("TENANT_ID", "nobody")
        .global("list", List.of(1, 2, 3))
        .function(
            "sink",
            call -> {
              if (!call.account().equals(account)) {
                faults.add("a script of " + call.account() + " ran during " + account);
              }
              if (sunk.size() < SUNK) {
                sunk.add(shown(String.valueOf(call.arguments())));
              }
              return null;
            })
        .function("hostfn", call -> call.arguments())
        .function("hostmarker", call -> marker)
        .function(
            "hostfail",
            call -> {
              throw new IllegalStateException("ESCAPED: the host's own message");
            })
        .build();
  }

  static Limits limits() {
    return Limits.builder()
        .perEvaluation(Resource.ALLOCATED_BYTES, HostileResult.ALLOCATED_BYTES)
        .perEvaluation(Resource.CPU_TIME, Duration.ofMillis(HostileResult.CPU_MILLIS).toNanos())
        .perEvaluation(Resource.WALL_TIME, Duration.ofSeconds(5).toNanos())
        .perEvaluation(
            Resource.STACK_DEPTH,
            Sandbox.defaultLimits().perEvaluation(Resource.STACK_DEPTH).orElseThrow())
        .perEvaluation(Resource.OUTPUT_BYTES, 1L << 20)
        .build();
  }

  private void attack(String id, String setting) throws Exception {
    HostileScript script = HostileScript.read(scripts.resolve(id + ".js"));
    List<String> parts = new ArrayList<>(script.tenants());
    if (script.option("pool").startsWith("script")) {
      parts.add(parts.get(0)); // the same program for the next tenant
    }
    faults.clear();
    slowestNanos = 0;
    long thread = Thread.currentThread().getId();
    long bytesBefore = THREADS.getThreadAllocatedBytes(thread);
    long cpuBefore = THREADS.getCurrentThreadCpuTime();
    started = System.nanoTime();
    List<SandboxHostileResult.Part> ends = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      ends.add(run(script, setting, id + " " + (char) ('A' + i), parts.get(i)));
      if (i > 0 && ends.get(i).text().contains(id + " A")) {
        faults.add("the second tenant has the first one's name");
      }
    }
    long millis = (System.nanoTime() - started) / 1_000_000;
    long cpuMillis = (THREADS.getCurrentThreadCpuTime() - cpuBefore) / 1_000_000;
    long bytes = THREADS.getThreadAllocatedBytes(thread) - bytesBefore;
    started = System.nanoTime();
    account = "innocent";
    judgeInnocents();
    judgeHost();
    report.println(
        new SandboxHostileResult(
                id,
                setting,
                script.expectation(),
                ends,
                millis,
                cpuMillis,
                bytes,
                slowestNanos / 1_000,
                String.join("; ", faults))
            .toLine());
  }

  private SandboxHostileResult.Part run(
      HostileScript script, String setting, String tenant, String source) {
    account = tenant;
    sunk.clear();
    List<String> heard = new ArrayList<>();
    Sandbox sandbox =
        engine
            .sandbox(tenant)
            .environment(setting.equals(SETTINGS.get(0)) ? withStrings : withoutStrings)
            .limits(limits())
            .console(message -> heard.add(shown(message.text())))
            .build();
    SandboxResult result;
    try (sandbox) {
      result =
          sandbox.run(
              new ScriptSource(script.name(), source), Map.of("TENANT_ID", tenant, "host", host));
    } catch (Throwable thrown) {
      faults.add("the host got " + thrown);
      return new SandboxHostileResult.Part("thrown", "", shown(thrown.toString()));
    } finally {
      sandbox.tracker().close();
    }
    String said = said(result);
    String console =
        String.join("; ", result.console().stream().map(ConsoleMessage::text).toList());
    for (String text : List.of(said, String.join("; ", sunk), console, String.join("; ", heard))) {
      if (HostileMarks.escaped(text)) {
        faults.add("says " + shown(text));
      }
    }
    return new SandboxHostileResult.Part(
        ending(result),
        result instanceof LimitExceeded stopped ? stopped.breach().resource().key() : "",
        shown(said + (sunk.isEmpty() ? "" : " sink: " + String.join("; ", sunk))));
  }

  private static String ending(SandboxResult result) {
    if (result instanceof Failed failed) {
      return "failed " + failed.error().kind().key();
    }
    return result instanceof LimitExceeded
        ? "limit"
        : result.getClass().getSimpleName().toLowerCase(Locale.ROOT);
  }

  /** Without the line of the source, which may say everything. */
  private static String said(SandboxResult result) {
    if (result instanceof Completed completed) {
      return String.valueOf(completed.value());
    }
    if (result instanceof Failed failed) {
      return failed.error().message() + " " + failed.error().stack();
    }
    return result instanceof LimitExceeded stopped
        ? stopped.breach().message()
        : String.valueOf(result);
  }

  private void judgeInnocents() {
    String wrong = HostileInnocents.check(this::runInnocent);
    if (!wrong.isEmpty()) {
      faults.add("innocent scripts fail: " + wrong);
    }
  }

  private @Nullable Object runInnocent(String name, String source) {
    Sandbox sandbox = tenants.get(turn++ % TENANTS);
    long before = System.nanoTime();
    Object value = sandbox.run(new ScriptSource(name, source)).value();
    slowestNanos = Math.max(slowestNanos, System.nanoTime() - before);
    return value;
  }

  private void judgeHost() {
    if (engine.isSuspect() && !suspect) {
      suspect = true; // from then on
      faults.add("the JVM is suspect");
    }
    if (!String.valueOf(marker.subList(0, 3)).equals("[1, two, [3]]")
        || !Arrays.equals((Object[]) marker.get(3), new Object[] {4L})
        || marker.size() != 4
        || host.size() != 2) {
      faults.add("the host's objects are " + host);
    }
    long alive = keptAlive();
    if (alive != keptAlive) {
      faults.add("%d threads that keep the JVM alive instead of %d".formatted(alive, keptAlive));
    }
  }

  private static long keptAlive() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> !thread.isDaemon())
        .count();
  }

  private void runSmallScripts(int evaluations) throws InterruptedException {
    List<Sandbox> sandboxes = new ArrayList<>();
    for (int i = 0; i < TENANTS; i++) {
      sandboxes.add(
          engine
              .sandbox("small " + i)
              .environment(i % 2 == 0 ? withStrings : withoutStrings)
              .limits(limits().toBuilder().perEvaluation(Resource.ITERATIONS, 1_000).build())
              .outputLimit(2_000, i == 0 ? OutputLimit.TRUNCATE : OutputLimit.REFUSE)
              .build());
    }
    int scopes = fullStock();
    Instant begin = Instant.now();
    for (int done = 1; done <= evaluations; done++) {
      started = System.nanoTime();
      Sandbox sandbox = sandboxes.get(done % TENANTS);
      account = sandbox.account();
      sunk.clear();
      sandbox.run(SmallScripts.source(done));
      if (done % (evaluations / ROUNDS_TO_FLAT) == 0) {
        awaitScopes(scopes);
        report.println(SandboxHostileResult.Level.measure(done, begin).toLine());
      }
    }
  }

  /** How many are ready when no more are built: ten of each kind of scope. */
  private int fullStock() throws InterruptedException {
    int before = -1;
    int now = engine.scopeMetrics().available();
    while (now > before) {
      before = now;
      Thread.sleep(SCOPES_MILLIS);
      now = engine.scopeMetrics().available();
    }
    return now;
  }

  /** They weigh more than what may be left behind, so that a missing one would be seen as less. */
  private void awaitScopes(int full) throws InterruptedException {
    for (int i = 0; engine.scopeMetrics().available() < full; i++) {
      if (i == SCOPES_ATTEMPTS) {
        throw new AssertionError("%s instead of %d".formatted(engine.scopeMetrics(), full));
      }
      Thread.sleep(SCOPES_MILLIS / 10);
    }
  }

  private static String shown(String text) {
    String flat = text.length() > SHOWN ? text.substring(0, SHOWN) + "..." : text;
    return flat.replaceAll("\\p{Cntrl}+", " ");
  }
}
