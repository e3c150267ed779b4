package dev.tachograph.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;

/** What the agent's jar may contain: nothing else may meet an application's class loaders. */
class JarContentsIT {
  private static final List<String> ALLOWED =
      List.of(
          "META-INF/MANIFEST.MF",
          "META-INF/LICENSE",
          "META-INF/NOTICE",
          "META-INF/third-party/",
          "META-INF/maven/dev.tachograph/",
          "dev/tachograph/agent/boot/",
          "tachograph-agent/dev/tachograph/agent/",
          "tachograph-agent/dev/tachograph/meter/",
          "tachograph-agent/dev/tachograph/jfr/",
          "tachograph-agent/org/objectweb/asm/",
          "tachograph-agent/picocli/");

  private static final Path JAR = Path.of(System.getProperty("tachograph.agent.jar"));

  @Test
  void holdsTheEntryPointsAndTheHiddenPart() throws IOException {
    try (JarFile jar = new JarFile(JAR.toFile())) {
      List<String> names =
          jar.stream().filter(entry -> !entry.isDirectory()).map(ZipEntry::getName).toList();
      assertThat(names).allMatch(name -> ALLOWED.stream().anyMatch(name::startsWith));
      assertThat(names)
          .filteredOn(name -> name.endsWith(".class"))
          .containsExactlyInAnyOrder(
              "dev/tachograph/agent/boot/HiddenLoader.class",
              "dev/tachograph/agent/boot/TachographAgent.class",
              "dev/tachograph/agent/boot/TachographMain.class",
              "dev/tachograph/agent/boot/package-info.class");
      assertThat(names)
          .contains(
              "tachograph-agent/dev/tachograph/agent/AgentStart.classdata",
              "tachograph-agent/dev/tachograph/meter/Ledger.classdata",
              "tachograph-agent/dev/tachograph/agent/rhino/TachographCounters.classdata");
    }
  }

  @Test
  void holdsWovenClassesOfRhinoWithTheirLicenceAndNoneThatALoaderFinds() throws IOException {
    try (JarFile jar = new JarFile(JAR.toFile())) {
      List<String> names = jar.stream().map(ZipEntry::getName).toList();
      assertThat(names)
          .contains(
              "tachograph-agent/dev/tachograph/agent/prewoven/prewoven.bin",
              "META-INF/third-party/rhino/LICENSE.txt",
              "META-INF/third-party/rhino/NOTICE.txt")
          .noneMatch(name -> name.contains("org/mozilla/"))
          .noneMatch(name -> name.contains("PrewovenWriter"));
    }
  }

  @Test
  void saysHowTheJvmEntersIt() throws IOException {
    try (JarFile jar = new JarFile(JAR.toFile())) {
      Attributes manifest = jar.getManifest().getMainAttributes();
      String entry = "dev.tachograph.agent.boot.TachographAgent";
      assertThat(manifest.getValue("Premain-Class")).isEqualTo(entry);
      assertThat(manifest.getValue("Agent-Class")).isEqualTo(entry);
      assertThat(manifest.getValue("Launcher-Agent-Class")).isEqualTo(entry);
      assertThat(manifest.getValue("Can-Retransform-Classes")).isEqualTo("true");
      assertThat(manifest.getValue("Boot-Class-Path")).isNull();
    }
  }
}
