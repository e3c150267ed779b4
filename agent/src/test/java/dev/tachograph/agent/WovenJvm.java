package dev.tachograph.agent;

import dev.tachograph.meter.Ledger;
import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.security.ProtectionDomain;
import java.util.function.Function;
import net.bytebuddy.agent.Installer;
import org.jspecify.annotations.Nullable;

/**
 * Installs the agent into the JVM that runs the tests: every Rhino loaded from then on is woven,
 * except those behind a {@link PlainLoader}.
 */
final class WovenJvm {
  /** As the build says: most tests are run without, and some with it as well. */
  static final String ATTRIBUTION = System.getProperty("tachograph.test.attribution", "none");

  private WovenJvm() {}

  /** Integration tests fork JVMs with the agent's jar instead and have no instrumentation here. */
  static boolean isPossible() {
    try {
      return Installer.getInstrumentation() != null;
    } catch (IllegalStateException notAnAgent) {
      return false;
    }
  }

  static Ledger ledger() {
    return Installed.GOVERNOR.ledger();
  }

  static Governor governor() {
    return Installed.GOVERNOR;
  }

  static ClassFileTransformer transformer() {
    return new RhinoTransformer(governor(), AgentLog.open(null));
  }

  private static final class Installed {
    static final Governor GOVERNOR = install();
  }

  private static Governor install() {
    Instrumentation instrumentation = Installer.getInstrumentation();
    Definer definer = new Definer(instrumentation);
    AgentLog log = AgentLog.open(null);
    Governor governor =
        new Governor(AgentOptions.parse("account=script,attribution=" + ATTRIBUTION), definer, log);
    Function<MethodHandles.Lookup, MethodHandle[]> connector = governor::connect;
    try {
      Object accepted =
          definer
              .kernel()
              .getMethod("register", Object.class, Function.class)
              .invoke(null, governor.ledger(), connector);
      if (!Boolean.TRUE.equals(accepted)) {
        throw new IllegalStateException("the kernel of this JVM has another ledger");
      }
    } catch (ReflectiveOperationException broken) {
      throw new LinkageError("the kernel cannot be reached", broken);
    }
    ClassFileTransformer agent = new RhinoTransformer(governor, log);
    instrumentation.addTransformer(
        new ClassFileTransformer() {
          @Override
          public byte[] transform(
              ClassLoader loader,
              String name,
              Class<?> redefined,
              ProtectionDomain domain,
              byte[] bytes)
              throws java.lang.instrument.IllegalClassFormatException {
            return PlainLoader.isBehind(loader)
                ? null
                : agent.transform(loader, name, redefined, domain, bytes);
          }
        });
    return governor;
  }

  /** A loader that may be left alone. */
  interface Plain {
    /** Whether it is. */
    boolean isPlain();
  }

  /** Loads Rhino and the tests' own runner again, unwoven. */
  static final class PlainLoader extends ClassLoader implements Plain {
    PlainLoader() {
      super(WovenJvm.class.getClassLoader());
    }

    /** Rhino's loaders of scripts have other parents than the loader that they ask. */
    static boolean isBehind(ClassLoader loader) {
      return isPlain(loader) || (loader != null && isPlain(loader.getClass().getClassLoader()));
    }

    private static boolean isPlain(@Nullable ClassLoader loader) {
      return loader instanceof Plain plain && plain.isPlain();
    }

    @Override
    public boolean isPlain() {
      return true;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.startsWith("org.mozilla.") && !name.startsWith(ScriptRun.class.getName())) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        Class<?> known = findLoadedClass(name);
        return known != null ? known : define(name);
      }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
      try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
        if (in == null) {
          throw new ClassNotFoundException(name);
        }
        byte[] bytes = in.readAllBytes();
        return defineClass(name, bytes, 0, bytes.length);
      } catch (IOException unreadable) {
        throw new ClassNotFoundException(name, unreadable);
      }
    }
  }
}
