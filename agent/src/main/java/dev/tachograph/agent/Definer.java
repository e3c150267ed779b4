package dev.tachograph.agent;

import dev.tachograph.agent.prewoven.Templates;
import dev.tachograph.agent.weave.Helper;
import dev.tachograph.agent.weave.LateHelpers;
import dev.tachograph.agent.weave.PartialHelpers;
import dev.tachograph.agent.weave.Parts;
import dev.tachograph.agent.weave.RhinoNames;
import java.lang.instrument.Instrumentation;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.security.ProtectionDomain;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Defines classes outside the agent: the kernel in {@code java.lang}, and helpers beside Rhino.
 *
 * <p>The agent opens {@code java.lang} to itself alone. Nothing is appended to the boot class path,
 * which OSGi would not search and which would switch class-data sharing off.
 */
final class Definer {
  private final Instrumentation instrumentation;
  private final Parts parts;
  private final Method defineClass;
  private final Method findLoadedClass;

  /** Defines helpers that count everything. */
  Definer(Instrumentation instrumentation) {
    this(instrumentation, Parts.ALL);
  }

  /** Defines helpers that count these parts. */
  Definer(Instrumentation instrumentation, Parts parts) {
    this.instrumentation = instrumentation;
    this.parts = parts;
    open(Object.class.getModule(), "java.lang");
    try {
      defineClass =
          ClassLoader.class.getDeclaredMethod(
              "defineClass",
              String.class,
              byte[].class,
              int.class,
              int.class,
              ProtectionDomain.class);
      defineClass.setAccessible(true);
      findLoadedClass = ClassLoader.class.getDeclaredMethod("findLoadedClass", String.class);
      findLoadedClass.setAccessible(true);
    } catch (NoSuchMethodException impossible) {
      throw new LinkageError("ClassLoader", impossible);
    }
  }

  /**
   * Opens a package to the agent and to nobody else.
   *
   * <p>A module opens nothing to reflection of its own accord, and one that contains a Rhino for
   * itself does not even export it. Does nothing if the module lacks the package.
   */
  void open(Module module, String pack) {
    if (module.isNamed() && module.getPackages().contains(pack)) {
      instrumentation.redefineModule(
          module,
          Set.of(),
          Map.of(),
          Map.of(pack, Set.of(Definer.class.getModule())),
          Set.of(),
          Map.of());
    }
  }

  /** Defines the kernel, or finds the one that an earlier agent defined. */
  Class<?> kernel() {
    try {
      return Class.forName(Templates.KERNEL.replace('/', '.'), true, null);
    } catch (ClassNotFoundException first) {
      try {
        return MethodHandles.privateLookupIn(Object.class, MethodHandles.lookup())
            .defineClass(Templates.read("Kernel", RhinoNames.MOZILLA.prefix()));
      } catch (IllegalAccessException impossible) {
        throw new LinkageError("java.lang is not open to the agent", impossible);
      }
    }
  }

  /**
   * Defines a template beside a class of Rhino, in its loader and with its signers: a package of a
   * signed jar takes no class of others.
   */
  Class<?> define(String name, String prefix, Class<?> beside) {
    return define(name, prefix, beside.getClassLoader(), beside.getProtectionDomain());
  }

  /**
   * Whether a loader has defined the class with an internal name. Takes no lock, and calls no code
   * of the loader's own.
   */
  boolean isLoaded(ClassLoader loader, String name) {
    try {
      Class<?> known = (Class<?>) findLoadedClass.invoke(loader, name.replace('/', '.'));
      return known != null && known.getClassLoader() == loader; // and not one that it asked
    } catch (IllegalAccessException | InvocationTargetException impossible) {
      throw new LinkageError("java.lang is not open to the agent", impossible);
    }
  }

  /**
   * Defines all helpers for a Rhino. Several threads may do that for the same one at a time: each
   * helper is then defined by one of them. They do not wait for each other, as they have locks of
   * loaders that the others may need.
   */
  void defineHelpers(String prefix, ClassLoader loader, @Nullable ProtectionDomain domain) {
    for (Helper helper : Helper.values()) {
      String name = helper.simpleName();
      defineOnce(prefix + name, read(name, prefix), loader, domain);
    }
  }

  /** The same for a Rhino that is loaded, with what its Context cannot have. */
  void defineLate(String prefix, ClassLoader loader, @Nullable ProtectionDomain domain) {
    RhinoNames rhino = new RhinoNames(prefix);
    String state = LateHelpers.STATE;
    defineOnce(
        prefix + state,
        LateHelpers.addAccessors(Templates.read(state, prefix), rhino),
        loader,
        domain);
    for (Helper helper : Helper.values()) {
      String name = helper.simpleName();
      byte[] converted = LateHelpers.convert(read(name, prefix), rhino);
      defineOnce(prefix + name, converted, loader, domain);
    }
  }

  /**
   * Defines a template in another loader.
   *
   * @param name the template's simple name
   * @param prefix the package of Rhino there, with slashes and a trailing one
   */
  Class<?> define(
      String name, String prefix, @Nullable ClassLoader loader, @Nullable ProtectionDomain domain) {
    if (loader == null) {
      throw new LinkageError("Rhino on the boot class path is not supported: move it off it");
    }
    return define(prefix + name, read(name, prefix), loader, domain);
  }

  private byte[] read(String name, String prefix) {
    byte[] helper = Templates.read(name, prefix);
    return parts.isAll() ? helper : PartialHelpers.convert(helper, name, parts);
  }

  private void defineOnce(
      String name, byte[] bytes, ClassLoader loader, @Nullable ProtectionDomain domain) {
    try {
      define(name, bytes, loader, domain);
    } catch (LinkageError failure) {
      if (!isLoaded(loader, name)) {
        throw failure;
      }
    }
  }

  private Class<?> define(
      String name, byte[] bytes, ClassLoader loader, @Nullable ProtectionDomain domain) {
    try {
      return (Class<?>)
          defineClass.invoke(loader, name.replace('/', '.'), bytes, 0, bytes.length, domain);
    } catch (IllegalAccessException impossible) {
      throw new LinkageError("java.lang is not open to the agent", impossible);
    } catch (InvocationTargetException failure) {
      throw new LinkageError("cannot define " + name + " in " + loader, failure.getCause());
    }
  }
}
