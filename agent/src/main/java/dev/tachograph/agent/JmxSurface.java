package dev.tachograph.agent;

import dev.tachograph.meter.internal.BackgroundThreads;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.security.ProtectionDomain;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Puts the governor into the platform's MBean server as soon as somebody else has started that, for
 * example by attaching a console. Never starts it: that takes longer than all of the agent.
 *
 * <p>Changes no class: as a transformer it sees the server's being loaded. Names no class of JMX,
 * which would be loaded with this one.
 */
final class JmxSurface implements ClassFileTransformer {
  /** Loaded when a server is about to be made, and not before. */
  private static final String SERVER = "com/sun/jmx/mbeanserver/JmxMBeanServer";

  private final Instrumentation instrumentation;
  private final OperatorView view;
  private final AgentLog log;
  private final AtomicBoolean registering = new AtomicBoolean();

  private JmxSurface(Instrumentation instrumentation, OperatorView view, AgentLog log) {
    this.instrumentation = instrumentation;
    this.view = view;
    this.log = log;
  }

  /** Waits for a server, which may be there already: another agent's, or that of a late start. */
  static void install(Instrumentation instrumentation, OperatorView view, AgentLog log) {
    JmxSurface surface = new JmxSurface(instrumentation, view, log);
    instrumentation.addTransformer(surface, false);
    String name = SERVER.replace('/', '.');
    for (Class<?> loaded : instrumentation.getAllLoadedClasses()) {
      if (loaded.getClassLoader() == null && loaded.getName().equals(name)) {
        surface.registerOnce();
      }
    }
  }

  @Override
  public byte @Nullable [] transform(
      @Nullable ClassLoader loader,
      @Nullable String className,
      @Nullable Class<?> redefined,
      @Nullable ProtectionDomain domain,
      byte[] bytes) {
    if (loader == null && SERVER.equals(className)) {
      registerOnce();
    }
    return null;
  }

  private void registerOnce() {
    if (registering.compareAndSet(false, true)) {
      new BackgroundThreads("tachograph-jmx").newThread(this::register).start();
    }
  }

  /** On a thread of its own, which waits for the one that makes the server. */
  private void register() {
    instrumentation.removeTransformer(this);
    GovernorBean.register(view, log);
  }
}
