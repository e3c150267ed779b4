package dev.tachograph.agent;

import dev.tachograph.agent.prewoven.Prewoven;
import dev.tachograph.agent.weave.Parts;
import dev.tachograph.agent.weave.RhinoNames;
import dev.tachograph.agent.weave.WeaveResult;
import dev.tachograph.agent.weave.Weaver;
import dev.tachograph.meter.Breach;
import dev.tachograph.meter.EvaluationListener;
import dev.tachograph.meter.EvaluationRecord;
import dev.tachograph.meter.Ledger;
import dev.tachograph.meter.Limits;
import dev.tachograph.meter.attribution.Attribution;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.ref.WeakReference;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** What the Rhinos of this JVM share: the ledger, the weaver, and the rule that finds accounts. */
final class Governor {
  private static final int REMEMBERED_CLASSES = 16;

  private final AccountFinder accounts;
  private final @Nullable ConfigWatch config;
  private final Definer definer;
  private final AgentLog log;
  private final Parts only;
  private final WeavingStatistics statistics;
  private final Unproven unproven;
  private final Rhinos rhinos;
  private final ScriptSources sources = new ScriptSources();
  private final Ledger ledger = new Ledger();
  private final AtomicBoolean suspected = new AtomicBoolean();
  private final AtomicBoolean interprets = new AtomicBoolean();

  /** What functions cost; null if nobody wants to know. */
  private final @Nullable Attribution attribution;

  /** Guarded by this. */
  private boolean lifted;

  /** Guarded by this. */
  private @Nullable Weaver weaver;

  /** Guarded by this. */
  private @Nullable Weaver lateWeaver;

  /** What each Rhino still has to prepare, by its loader and the prefix of its names. */
  private final Map<ClassLoader, Map<String, Preparation>> preparations = new WeakHashMap<>();

  /** Each Rhino, which its own helper keeps alive. Guarded by itself. */
  private final Map<ClassLoader, Map<RhinoNames, WeakReference<RhinoRuntime>>> runtimes =
      new WeakHashMap<>();

  /** Results between Rhino's compiler, where a refusal leads to the interpreter, and definition. */
  private final Deque<Compiled> woven = new ArrayDeque<>();

  /** A class as Rhino compiled it, and what weaving makes of it. */
  @SuppressWarnings("ArrayRecordComponent") // searched by content, see below
  private record Compiled(byte[] bytes, WeaveResult result) {}

  Governor(AgentOptions options, Definer definer, AgentLog log) {
    this.definer = definer;
    this.log = log;
    only = options.only();
    statistics = new WeavingStatistics(only);
    unproven = new Unproven(options.runsUnproven(), statistics, log);
    rhinos = new Rhinos(definer::isLoaded);
    if (!only.isAll()) {
      ledger.countOnly(only.toString());
    }
    accounts = new AccountFinder(options, ledger, log);
    config = options.config() == null ? null : new ConfigWatch(options, this::change, log);
    ledger.setAmbientLimits(options.limitsByAccount());
    ledger.addListener(
        new EvaluationListener() {
          @Override
          public void suspect(EvaluationRecord evaluation, Breach breach) {
            warnOnce(breach);
          }
        });
    ledger.setInterruptCancels(options.interruptCancels());
    attribution = options.attributes() ? new Attribution() : null;
    if (attribution != null) {
      ledger.addListener(attribution);
    }
  }

  /** New limits first, so that rules make no account with old ones. */
  private synchronized int change(AgentOptions options) {
    if (lifted) {
      return 0;
    }
    int changed = ledger.setAmbientLimits(options.limitsByAccount());
    accounts.change(options);
    return changed;
  }

  /** No limits of the agent's own are in force from now on. */
  synchronized void lift() {
    lifted = true;
    ledger.setAmbientLimits(Limits.unlimited());
  }

  /** They are again. */
  synchronized void putBack(AgentOptions options) {
    lifted = false;
    int unused = change(options);
  }

  Ledger ledger() {
    return ledger;
  }

  /** What functions cost; {@code null} if nobody wants to know. */
  @Nullable Attribution attribution() {
    return attribution;
  }

  /** Loaded with its library at the first class that may be Rhino's. */
  synchronized Weaver weaver() {
    if (weaver == null) {
      weaver = new Weaver(only, attribution != null);
    }
    return weaver;
  }

  /** Weaves what was loaded before the agent. */
  synchronized Weaver lateWeaver() {
    if (lateWeaver == null) {
      lateWeaver = Weaver.late(only);
    }
    return lateWeaver;
  }

  /** What is counted. */
  Parts only() {
    return only;
  }

  /** Which there are, and which of them were there before the agent. */
  Rhinos rhinos() {
    return rhinos;
  }

  /** A Rhino that has connected. */
  RhinoRuntime runtime(ClassLoader loader, RhinoNames rhino) {
    RhinoRuntime runtime;
    synchronized (runtimes) {
      runtime =
          runtimes
              .getOrDefault(loader, Map.of())
              .getOrDefault(rhino, new WeakReference<>(null))
              .get();
    }
    if (runtime == null) {
      throw new LinkageError("Rhino has not connected to Tachograph");
    }
    return runtime;
  }

  /** Read at the first class that Mozilla may have published. */
  Prewoven prewoven() {
    return Known.PREWOVEN;
  }

  private static final class Known {
    static final Prewoven PREWOVEN = Prewoven.read();
  }

  Preparation preparation(ClassLoader loader, RhinoNames rhino) {
    synchronized (preparations) {
      Map<String, Preparation> ofLoader = preparations.get(loader);
      if (ofLoader == null) {
        ofLoader = new HashMap<>();
        preparations.put(loader, ofLoader);
      }
      Preparation known = ofLoader.get(rhino.prefix());
      if (known == null) {
        known = new Preparation(rhino);
        ofLoader.put(rhino.prefix(), known);
      }
      return known;
    }
  }

  Definer definer() {
    return definer;
  }

  ScriptSources sources() {
    return sources;
  }

  WeavingStatistics statistics() {
    return statistics;
  }

  /** Whether what is not proven to be metered may run. */
  Unproven unproven() {
    return unproven;
  }

  /** A Rhino's compiled code is not proven to be metered, but its interpreter is. */
  void warnOfInterpreting(LinkageError why) {
    if (interprets.compareAndSet(false, true)) {
      log.warn("scripts are interpreted, and metered there: " + why.getMessage());
    }
  }

  /** Called through the kernel by the helper of a Rhino when its class is initialised. */
  MethodHandle[] connect(MethodHandles.Lookup helper) {
    try {
      RhinoRuntime rhino = new RhinoRuntime(this, helper);
      synchronized (runtimes) {
        runtimes
            .computeIfAbsent(helper.lookupClass().getClassLoader(), key -> new HashMap<>())
            .put(rhino.names(), new WeakReference<>(rhino));
      }
      if (config != null) {
        config.start();
      }
      if (attribution != null) {
        CpuSampler.start(attribution);
      }
      return rhino.handles();
    } catch (ReflectiveOperationException unknown) {
      throw new LinkageError("Tachograph cannot connect to Rhino", unknown);
    }
  }

  AccountFinder accounts() {
    return accounts;
  }

  /** The JVM's own stack or heap ended in a script: said once, for it stays so. */
  private void warnOnce(Breach breach) {
    if (suspected.compareAndSet(false, true)) {
      log.warn(
          breach.message()
              + ". This JVM is suspect from now on: a class that was being initialised is lost until it"
              + " is restarted");
    }
  }

  /** Costs of a Rhino are wanted by function, which its functions cannot tell. */
  void warnOfUnattributed(RhinoNames rhino) {
    log.warn(
        "attribution=function needs Rhino 1.9 or later: scripts of "
            + rhino.prefix().replace('/', '.')
            + "* are metered, but their costs are not charged to functions");
  }

  /** Why a class that Rhino just compiled cannot be metered, or {@code null} if it can. */
  @Nullable String refusal(byte[] bytes) {
    WeaveResult result = weaver().weave(bytes);
    if (result.refusal() != null) {
      log.warn(
          "a script is interpreted because it cannot be metered when compiled: "
              + result.sourceName()
              + ": "
              + result.refusal());
      return result.refusal();
    }
    synchronized (woven) {
      woven.addLast(new Compiled(bytes, result));
      if (woven.size() > REMEMBERED_CLASSES) {
        woven.removeFirst();
      }
    }
    return null;
  }

  /** Weaves a class that is about to be defined. */
  WeaveResult weave(byte[] bytes) {
    WeaveResult known = takeCompiled(bytes);
    return known != null ? known : weaver().weave(bytes);
  }

  /** No map: what hashes take is seen where Rhino's own classes are loaded. */
  private @Nullable WeaveResult takeCompiled(byte[] bytes) {
    synchronized (woven) {
      for (Iterator<Compiled> i = woven.iterator(); i.hasNext(); ) {
        Compiled compiled = i.next();
        if (Arrays.equals(compiled.bytes, bytes)) {
          i.remove();
          return compiled.result;
        }
      }
    }
    return null;
  }
}
