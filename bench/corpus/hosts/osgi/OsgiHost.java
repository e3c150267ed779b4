import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.framework.wiring.FrameworkWiring;

/**
 * Starts the OSGi framework of the class path with a folder for its storage and these bundles, then
 * gives the first two of them new class loaders and starts them again. For each line that it reads,
 * it starts all of them once more, and does the same.
 */
public final class OsgiHost {
  private OsgiHost() {}

  public static void main(String[] args) throws Exception {
    Framework framework =
        ServiceLoader.load(FrameworkFactory.class)
            .iterator()
            .next()
            .newFramework(
                Map.of(
                    "org.osgi.framework.storage", args[0],
                    "org.osgi.framework.storage.clean", "onFirstInit"));
    framework.start();
    try {
      System.out.println(framework.getSymbolicName());
      run(framework, Arrays.asList(args).subList(1, args.length));
    } finally {
      framework.stop();
      framework.waitForStop(0);
    }
  }

  private static void run(Framework framework, List<String> jars) throws Exception {
    List<Bundle> bundles = new ArrayList<>();
    for (String jar : jars) {
      Bundle bundle =
          framework.getBundleContext().installBundle(Path.of(jar).toUri().toString());
      if (bundle.getHeaders().get("Fragment-Host") == null) {
        bundles.add(bundle);
      } else {
        framework.adapt(FrameworkWiring.class).resolveBundles(List.of(bundle));
      }
    }
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    do {
      start(bundles);
      replace(framework, bundles.subList(0, 2));
      for (Bundle bundle : bundles) {
        bundle.stop();
      }
    } while (in.readLine() != null);
  }

  private static void replace(Framework framework, List<Bundle> bundles) throws Exception {
    ReferenceQueue<ClassLoader> collected = new ReferenceQueue<>();
    WeakReference<ClassLoader> first = new WeakReference<>(loader(bundles.get(0)), collected);
    for (Bundle bundle : bundles) {
      bundle.stop();
    }
    refresh(framework, bundles);
    start(bundles);
    System.out.println("collected=" + isCollected(collected) + " " + first.refersTo(null));
  }

  private static ClassLoader loader(Bundle bundle) {
    return bundle.adapt(BundleWiring.class).getClassLoader();
  }

  private static void start(List<Bundle> bundles) throws BundleException {
    for (Bundle bundle : bundles) {
      bundle.start();
    }
  }

  /** Gives bundles that were stopped new class loaders. */
  private static void refresh(Framework framework, List<Bundle> bundles) throws Exception {
    Object refreshed = new Object();
    synchronized (refreshed) {
      framework
          .adapt(FrameworkWiring.class)
          .refreshBundles(
              bundles,
              event -> {
                if (event.getType() == FrameworkEvent.PACKAGES_REFRESHED) {
                  synchronized (refreshed) {
                    refreshed.notifyAll();
                  }
                }
              });
      refreshed.wait();
    }
  }

  private static boolean isCollected(ReferenceQueue<?> collected) throws InterruptedException {
    for (int i = 0; i < 10; i++) {
      System.gc();
      if (collected.remove(100) != null) {
        return true;
      }
    }
    return false;
  }
}
