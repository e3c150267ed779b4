package dev.tachograph.agent;

import dev.tachograph.agent.weave.LateHelpers;
import dev.tachograph.meter.Breach;
import dev.tachograph.meter.ContextAccess;
import dev.tachograph.meter.Ledger;
import dev.tachograph.meter.Resource;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/** Reaches the counters in the Contexts of one Rhino, and asks it where a script stands. */
final class RhinoAccess implements ContextAccess {
  private static final MethodType READ = MethodType.methodType(long.class, Object.class);
  private static final MethodType WRITE =
      MethodType.methodType(void.class, Object.class, long.class);

  private final MethodHandle[] used;
  private final MethodHandle[] start;
  private final MethodHandle[] limit;
  private final MethodHandle factory;
  private final Class<?> exception;

  /**
   * Access with the rights of Rhino's own package.
   *
   * @throws ReflectiveOperationException if the Context was not woven
   */
  RhinoAccess(MethodHandles.Lookup rhino) throws ReflectiveOperationException {
    this(rhino, null, null);
  }

  /** The same of a Rhino whose Contexts have their counters beside them. */
  static RhinoAccess late(MethodHandles.Lookup rhino) throws ReflectiveOperationException {
    String pack = rhino.lookupClass().getPackageName() + ".";
    Class<?> state = rhino.findClass(pack + LateHelpers.STATE);
    MethodType ofContext = MethodType.methodType(state, rhino.findClass(pack + "Context"));
    return new RhinoAccess(
        rhino, rhino.findStatic(state, "of", ofContext), rhino.findStatic(state, "own", ofContext));
  }

  private RhinoAccess(
      MethodHandles.Lookup rhino, @Nullable MethodHandle read, @Nullable MethodHandle written)
      throws ReflectiveOperationException {
    ClassLoader loader = rhino.lookupClass().getClassLoader();
    String pack = rhino.lookupClass().getPackageName();
    Class<?> context = Class.forName(pack + ".Context", false, loader);
    exception = Class.forName(pack + ".EvaluatorException", false, loader);
    factory =
        rhino
            .findVirtual(
                context,
                "getFactory",
                MethodType.methodType(Class.forName(pack + ".ContextFactory", false, loader)))
            .asType(MethodType.methodType(Object.class, Object.class));
    VarHandle[] counts = new VarHandle[Ledger.COUNTERS];
    VarHandle[] limits = new VarHandle[Ledger.COUNTERS];
    Class<?> owner = read == null ? context : read.type().returnType();
    for (int i = 0; i < counts.length; i++) {
      String field = "tachograph$" + Resource.all().get(i).key();
      counts[i] = rhino.findVarHandle(owner, field, long.class);
      limits[i] = rhino.findVarHandle(owner, field + "Limit", long.class);
    }
    used = new MethodHandle[counts.length];
    start = new MethodHandle[counts.length];
    limit = new MethodHandle[counts.length];
    for (int i = 0; i < counts.length; i++) {
      used[i] = handle(counts[i], VarHandle.AccessMode.GET_OPAQUE, read).asType(READ);
      start[i] = handle(counts[i], VarHandle.AccessMode.SET, written).asType(WRITE);
      limit[i] = handle(limits[i], VarHandle.AccessMode.SET_OPAQUE, written).asType(WRITE);
    }
  }

  private static MethodHandle handle(
      VarHandle field, VarHandle.AccessMode mode, @Nullable MethodHandle state) {
    MethodHandle access = field.toMethodHandle(mode);
    return state == null ? access : MethodHandles.filterArguments(access, 0, state);
  }

  @Override
  public long used(Object context, int counter) {
    try {
      return (long) used[counter].invokeExact(context);
    } catch (Throwable failure) {
      throw raise(failure);
    }
  }

  @Override
  public void start(Object context, int counter, long value) {
    set(start[counter], context, value);
  }

  @Override
  public void limit(Object context, int counter, long value) {
    set(limit[counter], context, value);
  }

  /** The factory that made a Context; every Rhino has one. */
  Object factoryOf(Object context) {
    try {
      return (Object) factory.invokeExact(context);
    } catch (Throwable failure) {
      throw raise(failure);
    }
  }

  private static void set(MethodHandle handle, Object context, long value) {
    try {
      handle.invokeExact(context, value);
    } catch (Throwable failure) {
      throw raise(failure);
    }
  }

  /** The end of the stack or of the heap: a field cannot fail otherwise. */
  private static Error raise(Throwable failure) {
    return failure instanceof Error error ? error : new LinkageError("a Context failed", failure);
  }

  /** Lets Rhino find the script's frames, as it does for its own errors, in both modes. */
  @Override
  public Breach.@Nullable Position position() {
    try {
      Object probe = exception.getConstructor(String.class).newInstance("");
      Object[] stack = (Object[]) exception.getMethod("getScriptStack").invoke(probe);
      if (stack.length == 0) {
        return null;
      }
      String function = (String) field(stack[0], "functionName");
      String source = (String) field(stack[0], "fileName");
      int line = stack[0].getClass().getField("lineNumber").getInt(stack[0]);
      return new Breach.Position(
          source == null ? "unknown" : source,
          function == null || function.isEmpty() ? null : function,
          Math.max(0, line));
    } catch (Throwable unknown) {
      return null; // a position is a comfort: a full stack or heap must not replace the breach
    }
  }

  private static @Nullable Object field(Object element, String name)
      throws ReflectiveOperationException {
    return element.getClass().getField(name).get(element);
  }
}
