package dev.tachograph.agent;

import dev.tachograph.agent.weave.Candidates;
import dev.tachograph.agent.weave.RhinoNames;
import java.util.HashMap;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The Rhinos of this JVM. Each is a loader and the names that its classes have there: a loader may
 * have several, and a loader may have its own although a parent has one. The only place that knows
 * which of them were there before the agent. Thread-safe; calls no code of the application's.
 */
final class Rhinos {
  /** One of them. */
  static final class Rhino {
    private final boolean late;
    private volatile boolean released;
    private volatile boolean helped;

    private Rhino(boolean late) {
      this.late = late;
    }

    /** Whether it was there before the agent, so that its classes cannot get fields. */
    boolean isLate() {
      return late;
    }

    /** Whether it has, and is to have, the code that it had before the agent. */
    boolean isReleased() {
      return released;
    }

    void release(boolean now) {
      released = now;
    }

    /** Whether all is defined that its woven classes call. */
    boolean isHelped() {
      return helped;
    }

    void help() {
      helped = true;
    }
  }

  /** What belongs to it stays as it is. */
  private static final Rhino LEFT = new Rhino(true);

  static {
    LEFT.release(true);
  }

  private final BiPredicate<ClassLoader, String> isLoaded;

  /** By loader and prefix. Guarded by itself. */
  private final Map<ClassLoader, Map<String, Rhino>> known = new WeakHashMap<>();

  private volatile boolean anyLate;
  private volatile boolean bootPathLeft;

  /** Written under {@code known}. */
  private volatile boolean starting;

  /**
   * @param isLoaded whether a loader has defined the class with an internal name
   */
  Rhinos(BiPredicate<ClassLoader, String> isLoaded) {
    this.isLoaded = isLoaded;
  }

  /**
   * The agent comes to a JVM that runs: until {@link #settle}, a Rhino that is met for the first
   * time may have been there before.
   */
  void start() {
    synchronized (known) {
      starting = true;
    }
  }

  /** Those that were there before are known from now on. */
  void settle() {
    synchronized (known) {
      starting = false;
    }
  }

  /** There is one on the boot class path, whose scripts nobody weaves. */
  void leaveBootPath() {
    bootPathLeft = true;
    anyLate = true;
  }

  /** Whether any of them was, or may have been, there before the agent. */
  boolean hasLate() {
    return anyLate || starting;
  }

  /** A Rhino whose Context is loaded: if it is not known, it was there before the agent. */
  Rhino expect(ClassLoader loader, RhinoNames names) {
    synchronized (known) {
      Rhino rhino = find(loader, names);
      return rhino == null ? add(loader, names, true) : rhino;
    }
  }

  /** One that is known, or {@code null}. */
  @Nullable Rhino find(ClassLoader loader, RhinoNames names) {
    synchronized (known) {
      return known.getOrDefault(loader, Map.of()).get(names.prefix());
    }
  }

  /** Whether it was there before the agent. */
  boolean isLate(ClassLoader loader, RhinoNames names) {
    Rhino rhino = find(loader, names);
    return rhino != null && rhino.late;
  }

  /** The names that a class would have in its Rhino, if it has the name of such a class. */
  @Nullable RhinoNames namesOf(ClassLoader loader, String className) {
    synchronized (known) {
      return RhinoNames.owning(className, known.getOrDefault(loader, Map.of()).keySet());
    }
  }

  /**
   * The Rhino that a class is a part of which its loader defines now. A package is of one loader:
   * so what is beside the Context is of this loader's own Rhino, whatever its parents have. Other
   * packages may be in a loader of their own.
   *
   * @return {@code null} if it is the first class of a Rhino, and not beside its Context
   */
  @Nullable Rhino ofPart(ClassLoader loader, RhinoNames names, String className) {
    synchronized (known) {
      if (!isBesideContext(names, className)) {
        return nearest(loader, names);
      }
      Rhino rhino = meet(loader, names);
      return rhino == null ? add(loader, names, false) : rhino;
    }
  }

  /** Whether a part of Rhino is beside its Context, or comes before it. */
  static boolean isBesideContext(RhinoNames names, String className) {
    return className.lastIndexOf('/') < names.prefix().length();
  }

  /**
   * The Rhino that runs a script which its loader defines now: if the loader is of a class of
   * Rhino, that one, and otherwise the nearest among its parents.
   *
   * @return {@code null} if none is known
   */
  @Nullable Rhino ofScript(ClassLoader loader, RhinoNames names) {
    boolean isOwn = isOf(names, loader.getClass());
    if (isOwn && loader.getClass().getClassLoader() == null) {
      return bootPathLeft || starting ? LEFT : null;
    }
    synchronized (known) {
      Rhino own = isOwn ? meet(ofClass(loader), names) : null;
      return own == null ? nearest(loader, names) : own;
    }
  }

  /** Whether scripts of this loader may be run by a Rhino that was there before the agent. */
  boolean mayRunLate(ClassLoader loader) {
    synchronized (known) {
      for (@Nullable ClassLoader l = loader; l != null; l = l.getParent()) {
        if (hasLate(l)) {
          return true;
        }
      }
      return hasLate(ofClass(loader));
    }
  }

  private boolean hasLate(ClassLoader loader) {
    return known.getOrDefault(loader, Map.of()).values().stream().anyMatch(Rhino::isLate);
  }

  private @Nullable Rhino nearest(ClassLoader loader, RhinoNames names) {
    for (@Nullable ClassLoader l = loader; l != null; l = l.getParent()) {
      Rhino rhino = meet(l, names);
      if (rhino != null) {
        return rhino;
      }
    }
    return meet(ofClass(loader), names);
  }

  /** One that is known, or that proves now to have been there before the agent. */
  private @Nullable Rhino meet(ClassLoader loader, RhinoNames names) {
    Rhino rhino = find(loader, names);
    return rhino == null && starting && wasThere(loader, names) ? add(loader, names, true) : rhino;
  }

  /** Where it is of the boot loader, itself: that has no Rhino. */
  private static ClassLoader ofClass(ClassLoader loader) {
    ClassLoader found = loader.getClass().getClassLoader();
    return found == null ? loader : found;
  }

  private static boolean isOf(RhinoNames names, Class<?> type) {
    return RhinoNames.beside(type).equals(names);
  }

  private boolean wasThere(ClassLoader loader, RhinoNames names) {
    return Candidates.firstClasses().stream()
        .anyMatch(first -> isLoaded.test(loader, names.of(first)));
  }

  private Rhino add(ClassLoader loader, RhinoNames names, boolean late) {
    Rhino rhino = new Rhino(late);
    known.computeIfAbsent(loader, key -> new HashMap<>()).put(names.prefix(), rhino);
    anyLate |= late;
    return rhino;
  }
}
