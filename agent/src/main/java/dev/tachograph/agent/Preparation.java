package dev.tachograph.agent;

import dev.tachograph.agent.prewoven.PrewovenClass;
import dev.tachograph.agent.weave.Candidates;
import dev.tachograph.agent.weave.Mentions;
import dev.tachograph.agent.weave.RhinoNames;
import java.util.BitSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * Loads and initialises what scripts could make the JVM load and initialise, before one of them
 * runs.
 *
 * <p>A class whose static initialiser fails is lost until the JVM is restarted, and scripts choose
 * how much stack and heap are left where a class is needed first. So an evaluation waits until
 * every class of this Rhino is loaded that the loaded ones mention, directly or by way of others,
 * and until those with a static initialiser have run it; so have the classes of {@code java.base}
 * that they mention, and {@link JdkServices}. Later evaluations find nothing left to do, unless
 * reflection has brought more of Rhino in.
 */
final class Preparation {
  private static final Module JAVA_BASE = Object.class.getModule();

  /**
   * Has no static member that others could use, so that whoever makes one has initialised it; it
   * takes as long as all the others together.
   */
  private static final String SECURITY_MANAGER = "java/lang/SecurityManager";

  private final RhinoNames names;
  private final Queue<String> mentioned = new ConcurrentLinkedQueue<>();
  private final Queue<String> initialisers = new ConcurrentLinkedQueue<>();

  /** The JVM asks again for a class that did not link: that is no news. */
  private final Set<String> noted = ConcurrentHashMap.newKeySet();

  /** What was mentioned ever. */
  private final Set<String> known = ConcurrentHashMap.newKeySet();

  /** As much of it as the agent was built with, by its numbers there. Guarded by itself. */
  private final BitSet knownByNumber = new BitSet();

  /** Guarded by this. */
  private boolean servicesUsed;

  private volatile boolean ready;

  Preparation(RhinoNames names) {
    this.names = names;
  }

  /** The JVM loads a class of this Rhino. */
  void loads(String internalName, byte[] bytes) {
    if (!noted.contains(internalName)) {
      Mentions mentions = Mentions.in(bytes);
      for (String name : mentions.classes()) {
        if (!known.contains(name)) {
          mentioned.add(name);
          known.add(name);
        }
      }
      note(internalName, mentions.initialises());
    }
  }

  /** The same of a class that was woven when the agent was built. */
  void loads(String internalName, PrewovenClass prewoven) {
    if (!noted.contains(internalName)) {
      synchronized (knownByNumber) {
        prewoven.addMentions(mentioned, knownByNumber);
      }
      note(internalName, prewoven.initialises());
    }
  }

  /** Last, as all that says "known": where the stack ends before, it is not, and is done again. */
  private void note(String internalName, boolean initialises) {
    if (initialises) {
      initialisers.add(internalName);
    }
    ready = false;
    noted.add(internalName);
  }

  /** Whether there is nothing to prepare. */
  boolean isReady() {
    return ready;
  }

  /** Prepares what is not prepared yet; those who come meanwhile wait. */
  void prepare(ClassLoader loader) {
    if (ready || Thread.holdsLock(this)) {
      return;
    }
    synchronized (this) {
      if (!servicesUsed) {
        servicesUsed = true;
        JdkServices.use(names, loader);
      }
      while (isWaiting()) {
        loadMentioned(loader);
        for (String name = initialisers.poll(); name != null; name = initialisers.poll()) {
          load(name, true, loader);
        }
      }
      ready = true;
      if (isWaiting()) {
        ready = false; // another thread has just loaded something: the next evaluation's business
      }
    }
  }

  private boolean isWaiting() {
    return !mentioned.isEmpty() || !initialisers.isEmpty();
  }

  private void loadMentioned(ClassLoader loader) {
    for (String name = mentioned.poll(); name != null; name = mentioned.poll()) {
      if (name.startsWith("java/")) {
        if (!name.equals(SECURITY_MANAGER)) {
          initialiseInJavaBase(name);
        }
      } else if (isScripts(name)) {
        load(name, !Candidates.isLibrary(name), loader);
      }
    }
  }

  private boolean isScripts(String name) {
    return Candidates.isLibrary(name) || name.startsWith(names.prefix());
  }

  private static void load(String name, boolean initialise, @Nullable ClassLoader loader) {
    try {
      Class.forName(name.replace('/', '.'), initialise, loader);
    } catch (ClassNotFoundException | LinkageError absent) {
      // Whoever needs it will be told so.
    }
  }

  /** What belongs to another module, a user interface for example, is not the scripts'. */
  private static void initialiseInJavaBase(String name) {
    try {
      if (Class.forName(name.replace('/', '.'), false, null).getModule() == JAVA_BASE) {
        load(name, true, null);
      }
    } catch (ClassNotFoundException | LinkageError absent) {
      // As above.
    }
  }
}
