package dev.tachograph.agent;

import dev.tachograph.meter.Evaluations;
import dev.tachograph.meter.attribution.Attribution;
import dev.tachograph.meter.attribution.CallRecorder;
import dev.tachograph.meter.attribution.CallSite;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Charges what the evaluations of one Rhino count to its functions, for hosts that want to know.
 *
 * <p>What its helper calls has parameters with types of {@code java.base} alone.
 */
final class RhinoFunctions {
  private final Evaluations evaluations;
  private final Canary canary;
  private final Attribution attribution;
  private final FunctionNames names = new FunctionNames();

  /**
   * @param evaluations that are attributed; the canary's are not
   */
  RhinoFunctions(Evaluations evaluations, Canary canary, Attribution attribution) {
    this.evaluations = evaluations;
    this.canary = canary;
    this.attribution = attribution;
  }

  /** What the helper calls, in the order in which it expects them. */
  List<MethodHandle> handles() throws ReflectiveOperationException {
    MethodHandles.Lookup own = MethodHandles.lookup();
    Class<?> object = Object.class;
    return List.of(
        own.bind(this, "current", MethodType.methodType(object)),
        own.bind(this, "site", MethodType.methodType(object, object)),
        recording("charge", void.class, long.class, long.class, long.class, long.class),
        recording("enter", object, CallSite.class),
        recording("leave", void.class, object),
        recording("line", void.class, int.class),
        recording("startInterpreter", object),
        recording("endInterpreter", void.class, object),
        recording("frame", void.class, int.class, CallSite.class, int.class));
  }

  /** A method of the recorder, with objects for its own types. */
  private static MethodHandle recording(String name, Class<?> result, Class<?>... parameters)
      throws ReflectiveOperationException {
    MethodHandle method =
        MethodHandles.lookup()
            .findVirtual(CallRecorder.class, name, MethodType.methodType(result, parameters));
    return method.asType(method.type().erase());
  }

  /** Called by the helper: where the evaluation on this thread charges its costs. */
  @Nullable Object current() {
    return canary.isRunningHere() ? null : attribution.current();
  }

  /** Called by the helper: how costs name a function. */
  Object site(Object descriptor) {
    return attribution.site(names.of(descriptor));
  }

  /** Script code of an evaluation starts. */
  void open(Object evaluation) {
    if (!canary.isRunningHere()) {
      attribution.open(
          evaluations.accountOf(evaluation), evaluations.idOf(evaluation), counts(evaluation));
    }
  }

  /** It makes room for another one. */
  void suspend(Object evaluation) {
    if (!canary.isRunningHere()) {
      attribution.settle(evaluations.idOf(evaluation), counts(evaluation));
    }
  }

  /** It was stopped by a limit: what its counters say from now on is not its. */
  void stop(Object evaluation) {
    if (!canary.isRunningHere()) {
      attribution.stop(evaluations.idOf(evaluation), counts(evaluation));
    }
  }

  /** It is about to end. */
  void close(Object evaluation) {
    if (!canary.isRunningHere()) {
      attribution.close(evaluations.idOf(evaluation), counts(evaluation));
    }
  }

  private long[] counts(Object evaluation) {
    return evaluations.counts(evaluation, CallRecorder.COUNTS);
  }
}
