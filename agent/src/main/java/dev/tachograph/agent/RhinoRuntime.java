package dev.tachograph.agent;

import dev.tachograph.agent.weave.Helper;
import dev.tachograph.agent.weave.RhinoNames;
import dev.tachograph.meter.Breach;
import dev.tachograph.meter.Evaluations;
import dev.tachograph.meter.LimitExceededError;
import dev.tachograph.meter.attribution.Attribution;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One Rhino in this JVM: what its helper calls, with the evaluations of its Contexts.
 *
 * <p>Methods that the helper reaches through method handles say so; their parameters have types of
 * {@code java.base} alone.
 */
final class RhinoRuntime {
  private final Governor governor;
  private final RhinoNames names;
  private final Class<?> helper;
  private final ClassLoader loader;
  private final boolean late;
  private final RhinoAccess access;
  private final EntryNames entries;
  private final Canary canary;
  private final Proof proof;
  private final Preparation preparation;
  private final @Nullable RhinoFunctions functions;
  private volatile @Nullable Class<?> hostException;

  /** Whether script code ran here that could not be charged to anybody. */
  private volatile boolean strays;

  RhinoRuntime(Governor governor, MethodHandles.Lookup helper) throws ReflectiveOperationException {
    this.governor = governor;
    this.names = RhinoNames.beside(helper.lookupClass());
    this.helper = helper.lookupClass();
    this.loader = helper.lookupClass().getClassLoader();
    Module module = helper.lookupClass().getModule();
    governor.definer().open(module, helper.lookupClass().getPackageName());
    governor.definer().open(module, CompileFallback.packageName(names));
    this.late = governor.rhinos().isLate(loader, names);
    this.access = late ? RhinoAccess.late(helper) : new RhinoAccess(helper);
    this.entries = new EntryNames(helper, governor.sources());
    this.canary =
        new Canary(helper, names, governor.definer(), governor.statistics(), governor.only());
    this.proof = new Proof(canary, governor, names, loader);
    this.preparation = governor.preparation(loader, names);
    Attribution attribution = governor.attribution();
    this.functions =
        attribution == null || late
            ? null
            : new RhinoFunctions(governor.ledger().evaluations(), canary, attribution);
    if (attribution != null && (late || !isAttributed())) {
      governor.warnOfUnattributed(names);
    }
    for (Helper part : Helper.values()) {
      if (part != Helper.FUNCTIONS) { // which waits for the handles, and is next
        // Now, and not where a script has left too little stack for it.
        Class.forName(names.of(part.simpleName()).replace('/', '.'), true, loader);
      }
    }
  }

  /** Whether functions have descriptions, and the interpreter's frames are known to tell them. */
  private boolean isAttributed() {
    return loader.getResource(names.of("JSDescriptor.class")) != null
        && loader.getResource(names.of("Interpreter$CallFrame.class")) != null;
  }

  /** What the helper calls, in the order in which it expects them. */
  MethodHandle[] handles() throws ReflectiveOperationException {
    Class<?> object = Object.class;
    List<MethodHandle> handles =
        new ArrayList<>(
            List.of(
                bound("enter", object, object, object),
                bound("enterJobs", object, object, object),
                bound("exceeded", Throwable.class, object, int.class, long.class),
                bound("exit", Throwable.class, object, Throwable.class),
                bound("suspend", void.class, object),
                bound("resume", void.class, object, object),
                bound("created", void.class, object),
                bound("compiled", void.class, byte[].class),
                bound("enterCompile", object, object, object),
                bound("enterText", object, object, object, object),
                bound("isBound", boolean.class)));
    if (functions != null) {
      handles.addAll(functions.handles());
    }
    return handles.toArray(new MethodHandle[0]);
  }

  private MethodHandle bound(String name, Class<?> result, Class<?>... parameters)
      throws ReflectiveOperationException {
    return MethodHandles.lookup().bind(this, name, MethodType.methodType(result, parameters));
  }

  /** Called by the helper: script code starts on a Context that has no evaluation. */
  Object enter(Object context, Object entry) throws Throwable {
    String script = entries.of(entry);
    return open(context, account(context, script), script);
  }

  private String account(Object context, String script) {
    if (canary.isRunningHere()) {
      governor.accounts().rehearse(access, context);
      return Canary.ACCOUNT;
    }
    return governor.accounts().account(access, context, script);
  }

  /** Called by the helper: jobs start whose evaluation has ended, or that no evaluation queued. */
  Object enterJobs(Object context, @Nullable Object owner) throws Throwable {
    Evaluations evaluations = evaluations();
    if (owner != null) {
      return open(context, evaluations.accountOf(owner), evaluations.scriptOf(owner));
    }
    return open(context, account(context, EntryNames.NATIVE), EntryNames.NATIVE);
  }

  /** Called by the helper: source is compiled while no evaluation is open on its Context. */
  Object enterCompile(Object context, @Nullable Object sourceName) throws Throwable {
    String script = sourceName == null ? EntryNames.NATIVE : sourceName.toString();
    return openUncounted(context, account(context, script), script);
  }

  /**
   * Called by the helper: a text is made of what a script has left, while no evaluation is open.
   *
   * @param owner the evaluation that left it, which may have ended
   */
  Object enterText(Object context, @Nullable Object owner, @Nullable Object sourceName)
      throws Throwable {
    if (owner != null) {
      Evaluations evaluations = evaluations();
      return openUncounted(context, evaluations.accountOf(owner), evaluations.scriptOf(owner));
    }
    String script = EntryNames.ofSource(sourceName);
    return openUncounted(context, account(context, script), script);
  }

  /** Called by the helper: whether the API has opened an evaluation on this thread. */
  boolean isBound() {
    return evaluations().boundAccount() != null;
  }

  private Object openUncounted(Object context, String account, String script) throws Throwable {
    prepare();
    Evaluations evaluations = evaluations();
    try {
      return opened(evaluations.enterCompile(access, context, account, script));
    } catch (LimitExceededError denied) {
      throw evaluations.boundAccount() == null ? forHost(denied) : denied;
    }
  }

  private Object open(Object context, String account, String script) throws Throwable {
    prepare();
    Evaluations evaluations = evaluations();
    try {
      return opened(evaluations.enter(access, context, account, script));
    } catch (LimitExceededError denied) {
      throw evaluations.boundAccount() == null ? forHost(denied) : denied;
    }
  }

  private Object opened(Object evaluation) {
    if (functions != null) {
      functions.open(evaluation);
    }
    return evaluation;
  }

  /** Nothing but the canary runs before. */
  private void prepare() {
    if (!canary.isRunningHere() && !preparation.isReady()) {
      governor
          .ledger()
          .evaluations()
          .atNoExpense(
              () -> {
                preparation.prepare(loader);
                return true;
              });
    }
  }

  /** Called by the helper: a counter passed its limit, or a handler is reached after a breach. */
  @Nullable Throwable exceeded(@Nullable Object evaluation, int counter, long requested) {
    if (evaluation == null && late) {
      return null; // it has run since before the agent came
    }
    if (evaluation == null) {
      return unknownWay();
    }
    Throwable stop = evaluations().exceeded(evaluation, counter, requested);
    if (stop != null && functions != null) {
      functions.stop(evaluation);
    }
    return stop;
  }

  private @Nullable Throwable unknownWay() {
    if (strays) {
      return null;
    }
    String what = "script code was reached on a way that Tachograph does not know";
    strays = governor.unproven().mayRun(what, "it cannot be charged to anybody");
    return strays
        ? null
        : new LinkageError(
            what
                + ": refused, because it could not be charged to anybody. Please report this stack"
                + " trace");
  }

  /** Called by the helper: script code ended. */
  @Nullable Throwable exit(Object evaluation, @Nullable Throwable failure) throws Throwable {
    Evaluations evaluations = evaluations();
    if (functions != null) {
      functions.close(evaluation);
    }
    LimitExceededError stop = evaluations.exit(evaluation, failure);
    if (stop != null && evaluations.isAmbient(evaluation)) {
      return forHost(stop);
    }
    return stop;
  }

  /** Called by the helper: the open evaluation makes room for another one on its Context. */
  void suspend(Object evaluation) {
    if (functions != null) {
      functions.suspend(evaluation);
    }
    evaluations().suspend(evaluation);
  }

  /** Called by the helper: the other one ended. */
  void resume(Object evaluation, Object context) {
    evaluations().resume(access, context, evaluation);
  }

  /** Called by the helper: a Context was constructed. */
  void created(Object context) {
    proof.ofContext();
  }

  RhinoNames names() {
    return names;
  }

  Proof proof() {
    return proof;
  }

  private Evaluations evaluations() {
    return canary.ledgerOr(governor.ledger()).evaluations();
  }

  /** Called by the helper: Rhino's compiler made a class. */
  void compiled(byte[] bytes) throws Throwable {
    proof.ofCompiled();
    String refusal = governor.refusal(bytes);
    if (refusal != null) {
      throw CompileFallback.exception(loader, names, refusal);
    }
  }

  /** A limit in the form that hosts know which know nothing of us: a failed script. */
  private Throwable forHost(LimitExceededError error) throws ReflectiveOperationException {
    Breach.Position position = error.breach().position();
    return (Throwable)
        hostException()
            .getConstructor(String.class, String.class, int.class, Throwable.class)
            .newInstance(
                error.getMessage(),
                position == null ? error.breach().script() : position.source(),
                position == null ? 0 : position.line(),
                error);
  }

  /** Defined when it is first needed: its superclass must not be loaded before it can be woven. */
  private synchronized Class<?> hostException() {
    Class<?> known = hostException;
    if (known == null) {
      known = governor.definer().define("TachographLimitException", names.prefix(), helper);
      hostException = known;
    }
    return known;
  }
}
