package dev.tachograph.jmc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import net.jpountz.lz4.LZ4Factory;
import org.eclipse.osgi.launch.EquinoxFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openjdk.jmc.common.item.IItem;
import org.openjdk.jmc.flightrecorder.JfrLoaderToolkit;
import org.openjdk.jmc.flightrecorder.rules.IRule;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.wiring.BundleWiring;
import org.owasp.encoder.Encode;

/** What Mission Control's folder for drop-ins takes. */
class RulesJarIT {
  private static final Path JAR = Path.of(System.getProperty("tachograph.rules.jar"));

  @Test
  void itIsABundleWithRulesAndNothingElse() throws Exception {
    try (JarFile jar = new JarFile(JAR.toFile())) {
      List<String> names =
          jar.stream().filter(entry -> !entry.isDirectory()).map(ZipEntry::getName).toList();
      assertThat(names)
          .contains("plugin.xml", "META-INF/services/org.openjdk.jmc.flightrecorder.rules.IRule")
          .allMatch(name -> name.matches("(META-INF/|dev/tachograph/jmc/).*|plugin\\.xml"));
      Attributes manifest = jar.getManifest().getMainAttributes();
      assertThat(manifest.getValue("Bundle-SymbolicName"))
          .isEqualTo("dev.tachograph.jmc;singleton:=true");
      assertThat(manifest.getValue("Bundle-Version"))
          .isEqualTo(System.getProperty("tachograph.version").replace("-SNAPSHOT", ""));
      assertThat(manifest.getValue("Require-Bundle"))
          .contains("org.openjdk.jmc.common", "org.openjdk.jmc.flightrecorder.rules");
    }
  }

  @Test
  void missionControlsFrameworkResolvesItAndFindsAllRules(@TempDir Path storage) throws Exception {
    Framework framework =
        new EquinoxFactory().newFramework(Map.of(Constants.FRAMEWORK_STORAGE, storage.toString()));
    framework.start();
    try {
      for (Class<?> type :
          List.of(
              LZ4Factory.class, Encode.class, IItem.class, JfrLoaderToolkit.class, IRule.class)) {
        framework.getBundleContext().installBundle(origin(type));
      }
      Bundle rules = framework.getBundleContext().installBundle(JAR.toUri().toString());
      rules.start();
      ClassLoader loader = rules.adapt(BundleWiring.class).getClassLoader();
      Class<?> service = loader.loadClass(IRule.class.getName());
      assertThat(service).isNotSameAs(IRule.class);
      List<Object> ids = new ArrayList<>();
      for (Object rule : ServiceLoader.load(service, loader)) {
        ids.add(service.getMethod("getId").invoke(rule));
      }
      assertThat(ids)
          .containsExactlyInAnyOrder(
              "dev.tachograph.AccountNearLimit",
              "dev.tachograph.BreachStorm",
              "dev.tachograph.DominatingEvaluation",
              "dev.tachograph.Tariff",
              "dev.tachograph.UnmeteredClasses");
    } finally {
      framework.stop();
      framework.waitForStop(0);
    }
  }

  private static String origin(Class<?> type) {
    return type.getProtectionDomain().getCodeSource().getLocation().toString();
  }
}
