package dev.tachograph.agent;

import dev.tachograph.agent.weave.RhinoNames;
import dev.tachograph.agent.weave.WeaveResult;
import dev.tachograph.agent.weave.Weaver;
import dev.tachograph.meter.Breach;
import dev.tachograph.meter.EvaluationListener;
import dev.tachograph.meter.EvaluationRecord;
import dev.tachograph.meter.Ledger;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** What the Rhinos of this JVM share: the ledger, the weaver, and the rule that finds accounts. */
final class Governor {
  private static final int REMEMBERED_CLASSES = 16;

  private final AccountRule accounts;
  private final Definer definer;
  private final AgentLog log;
  private final WeavingStatistics statistics = new WeavingStatistics();
  private final ScriptSources sources = new ScriptSources();
  private final Ledger ledger = new Ledger();
  private final AtomicBoolean suspected = new AtomicBoolean();

  /** What each Rhino still has to prepare, by its loader and its package. */
  private final Map<ClassLoader, Map<RhinoNames, Preparation>> preparations = new WeakHashMap<>();

  /** Results between Rhino's compiler, where a refusal leads to the interpreter, and definition. */
  private final Map<ByteBuffer, WeaveResult> woven =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ByteBuffer, WeaveResult> eldest) {
          return size() > REMEMBERED_CLASSES;
        }
      };

  Governor(AgentOptions options, Definer definer, AgentLog log) {
    this.accounts = options.accounts();
    this.definer = definer;
    this.log = log;
    ledger.setAmbientLimits(options.limits());
    ledger.addListener(
        new EvaluationListener() {
          @Override
          public void suspect(EvaluationRecord evaluation, Breach breach) {
            warnOnce(breach);
          }
        });
    ledger.setInterruptCancels(options.interruptCancels());
  }

  Ledger ledger() {
    return ledger;
  }

  /** Loaded with its library at the first class that may be Rhino's. */
  Weaver weaver() {
    return Lazy.WEAVER;
  }

  private static final class Lazy {
    static final Weaver WEAVER = new Weaver();
  }

  Preparation preparation(ClassLoader loader, RhinoNames rhino) {
    synchronized (preparations) {
      return preparations
          .computeIfAbsent(loader, key -> new HashMap<>())
          .computeIfAbsent(rhino, Preparation::new);
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

  /** Called through the kernel by the helper of a Rhino when its class is initialised. */
  MethodHandle[] connect(MethodHandles.Lookup helper) {
    try {
      RhinoRuntime rhino = new RhinoRuntime(this, helper);
      return rhino.handles();
    } catch (ReflectiveOperationException unknown) {
      throw new LinkageError("Tachograph cannot connect to Rhino", unknown);
    }
  }

  /** The account of an ambient evaluation. */
  String account(RhinoAccess rhino, Object context, String script) {
    return switch (accounts.kind()) {
      case SCRIPT -> script;
      case THREAD -> Thread.currentThread().getName();
      case NAME -> accounts.name();
      case FACTORY -> rhino.factoryOf(context).getClass().getName();
    };
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
      woven.put(ByteBuffer.wrap(bytes), result);
    }
    return null;
  }

  /** Weaves a class that is about to be defined. */
  WeaveResult weave(byte[] bytes) {
    WeaveResult known;
    synchronized (woven) {
      known = woven.remove(ByteBuffer.wrap(bytes));
    }
    return known != null ? known : weaver().weave(bytes);
  }
}
