package dev.tachograph.agent;

import dev.tachograph.agent.prewoven.PrewovenClass;
import dev.tachograph.agent.weave.Candidates;
import dev.tachograph.agent.weave.RhinoNames;
import dev.tachograph.agent.weave.WeaveResult;
import dev.tachograph.agent.weave.Weaver;
import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.ClassFileTransformer;
import java.security.ProtectionDomain;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Offers every class that the JVM loads to the weaver.
 *
 * <p>The JVM ignores what a transformer throws and loads the class as it was. So everything is
 * caught, and a class that should have been woven is replaced by one that cannot be loaded.
 */
final class RhinoTransformer implements ClassFileTransformer {
  /** Not even a class file: allocated beforehand, because memory may be what has run out. */

  /** Nothing but the agent is in it; null where the agent is in the application's, as in tests. */
  private static final @Nullable ClassLoader HIDDEN = hidden();

  private final Governor governor;
  private final Rhinos rhinos;
  private final AgentLog log;
  private final CompilerLinker linker;
  private final Refusals refusals;
  private final BootPath bootPath;
  private final AtomicBoolean publishing = new AtomicBoolean();
  private final boolean late;

  /** For Rhinos that are loaded after the agent. */
  RhinoTransformer(Governor governor, AgentLog log) {
    this(governor, log, false);
  }

  /** For those that were loaded before it, if it may change loaded classes. */
  static RhinoTransformer late(Governor governor, AgentLog log) {
    return new RhinoTransformer(governor, log, true);
  }

  private RhinoTransformer(Governor governor, AgentLog log, boolean late) {
    this.governor = governor;
    this.late = late;
    this.rhinos = governor.rhinos();
    this.log = log;
    this.linker = new CompilerLinker(log);
    this.refusals = new Refusals(governor, log, late);
    this.bootPath = new BootPath(governor.unproven(), rhinos, refusals);
  }

  private static @Nullable ClassLoader hidden() {
    ClassLoader own = RhinoTransformer.class.getClassLoader();
    return own == ClassLoader.getSystemClassLoader() ? null : own;
  }

  @Override
  public byte @Nullable [] transform(
      @Nullable ClassLoader loader,
      @Nullable String className,
      @Nullable Class<?> redefined,
      @Nullable ProtectionDomain domain,
      byte[] bytes) {
    if (className == null || loader == HIDDEN || (loader == null && redefined != null)) {
      return null;
    }
    boolean innocent = loader == null;
    try {
      if (loader == null) {
        if (late || !bootPath.isRhino(className, bytes)) {
          return null;
        }
        innocent = false;
        return bootPath.refused(className, bytes);
      }
      boolean mozilla =
          Candidates.isOfMozilla(className)
              && RhinoNames.MOZILLA.equals(rhinos.namesOf(loader, className));
      PrewovenClass known =
          mozilla && !late && isPrewoven(className) ? governor.prewoven().find(bytes) : null;
      if (known != null) {
        if (!isMine(rhinos.ofPart(loader, RhinoNames.MOZILLA, className))) {
          return null;
        }
        byte[] result =
            governor
                .ledger()
                .evaluations()
                .<byte @Nullable []>atNoExpense(
                    () -> known(loader, className, domain, bytes.length, known));
        return result;
      }
      if (!Candidates.contains(className, bytes)) {
        return null;
      }
      innocent = !Candidates.mentionsRhino(bytes);
      if (!Candidates.isLibrary(className)) {
        if (!isMine(ofScript(loader, redefined, bytes))) {
          return null;
        }
        WeaveResult script = late ? governor.lateWeaver().weave(bytes) : governor.weave(bytes);
        return woven(loader, className, domain, bytes, script);
      }
      RhinoNames names = Objects.requireNonNull(rhinos.namesOf(loader, className));
      if (!isMine(rhinos.ofPart(loader, names, className))) {
        return null;
      }
      // Rhino's own classes are woven when they are first used, be it by a script.
      byte[] result =
          governor
              .ledger()
              .evaluations()
              .<byte @Nullable []>atNoExpense(
                  () ->
                      woven(
                          loader,
                          className,
                          domain,
                          bytes,
                          (late ? governor.lateWeaver() : governor.weaver()).weave(bytes, names)));
      return result;
    } catch (Throwable failure) {
      return innocent ? null : refusals.ofFailure(className, failure);
    }
  }

  /** Whether the class is woven in the same way as when the agent was built. */
  private boolean isPrewoven(String className) {
    return governor.only().isAll()
        && (governor.attribution() == null
            || !dev.tachograph.agent.weave.Attribution.changes(className));
  }

  /** Defines what the classes of a loaded Rhino will call, before any of them does. */
  RhinoNames prepareLate(Class<?> context) throws ClassNotFoundException, IOException {
    ClassLoader loader = context.getClassLoader();
    String name = context.getName().replace('.', '/');
    try (InputStream in = loader.getResourceAsStream(name + ".class")) {
      if (in == null) {
        throw new ClassNotFoundException(
            "its loader has " + name + ".class no more, as where an application was stopped");
      }
      if (!Candidates.contains(name, in.readAllBytes())) {
        throw new ClassNotFoundException(name + " is not known as Rhino's");
      }
    }
    RhinoNames names = RhinoNames.beside(context);
    defineHelpers(loader, names, context.getProtectionDomain());
    Class.forName(names.of("TachographLedger").replace('/', '.'), true, loader);
    return names;
  }

  /**
   * Whether this transformer is the one that weaves classes of a Rhino.
   *
   * @param rhino {@code null} if it is not known yet
   */
  private boolean isMine(Rhinos.@Nullable Rhino rhino) {
    if (rhino == null || !rhino.isLate()) {
      return !late;
    }
    return late && !rhino.isReleased();
  }

  /** The Rhino of what may be a script, as far as anybody has to know. */
  private Rhinos.@Nullable Rhino ofScript(
      ClassLoader loader, @Nullable Class<?> redefined, byte[] bytes) {
    if (!rhinos.hasLate()) {
      return null;
    }
    Class<?> part = redefined == null ? null : LoadedScripts.rhinoOf(redefined);
    if (part != null && part.getClassLoader() != null) {
      return rhinos.find(part.getClassLoader(), RhinoNames.beside(part));
    }
    RhinoNames names = Weaver.rhinoOfScript(bytes);
    return names == null ? null : rhinos.ofScript(loader, names);
  }

  private byte @Nullable [] woven(
      ClassLoader loader,
      String className,
      @Nullable ProtectionDomain domain,
      byte[] bytes,
      WeaveResult result) {
    if (result.kind() == WeaveResult.Kind.OTHER) {
      return null;
    }
    if (result.refusal() != null) {
      return refusals.of(className, result.sourceName(), bytes, result.refusal());
    }
    if (result.kind() == WeaveResult.Kind.SCRIPT) {
      if (!Canary.ACCOUNT.equals(result.sourceName())) {
        governor
            .statistics()
            .script(
                Refusals.binaryName(className),
                result.sourceName(),
                bytes.length,
                length(result.bytes()));
      }
      if (result.sourceName() != null) {
        governor.sources().put(loader, Refusals.binaryName(className), result.sourceName());
      }
      return result.bytes();
    }
    RhinoNames rhino = Objects.requireNonNull(rhinos.namesOf(loader, className));
    if (linker.isMissedBy(loader, className, rhino)) {
      return Refusals.UNLOADABLE;
    }
    governor.preparation(loader, rhino).loads(className, bytes);
    return part(loader, className, rhino, domain, bytes.length, result.bytes());
  }

  /** A class that was woven when the agent was built. */
  private byte @Nullable [] known(
      ClassLoader loader,
      String className,
      @Nullable ProtectionDomain domain,
      int size,
      PrewovenClass known) {
    RhinoNames rhino = RhinoNames.MOZILLA;
    if (linker.isMissedBy(loader, className, rhino)) {
      return Refusals.UNLOADABLE;
    }
    governor.preparation(loader, rhino).loads(className, known);
    return part(loader, className, rhino, domain, size, known.woven());
  }

  /** Whatever a class of Rhino needs besides. */
  private byte @Nullable [] part(
      ClassLoader loader,
      String className,
      RhinoNames rhino,
      @Nullable ProtectionDomain domain,
      int size,
      byte @Nullable [] woven) {
    if (woven != null) {
      governor.statistics().runtime(Refusals.binaryName(className), size, woven.length);
    }
    if (Rhinos.isBesideContext(rhino, className)) {
      defineHelpers(loader, rhino, domain);
    }
    if (className.endsWith("/Context") && publishing.compareAndSet(false, true)) {
      EvaluationPublisher.installFlightRecorder(
          governor.ledger(), governor.statistics(), governor.attribution(), log);
    }
    return woven;
  }

  /** Before the first woven class of a Rhino can run. */
  private void defineHelpers(
      ClassLoader loader, RhinoNames names, @Nullable ProtectionDomain domain) {
    Rhinos.Rhino rhino = Objects.requireNonNull(rhinos.find(loader, names));
    if (!rhino.isHelped()) {
      if (late) {
        governor.definer().defineLate(names.prefix(), loader, domain);
      } else {
        governor.definer().defineHelpers(names.prefix(), loader, domain);
      }
      rhino.help();
    }
  }

  private static int length(byte @Nullable [] bytes) {
    return bytes == null ? 0 : bytes.length;
  }
}
