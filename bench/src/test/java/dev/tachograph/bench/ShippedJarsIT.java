package dev.tachograph.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;

/** What each jar that others depend on may contain. The agent's own is tested where it is built. */
class ShippedJarsIT {
  private static final Path ROOT = Path.of(System.getProperty("tachograph.root"));

  @Test
  void theLibrariesContainTheirOwnPackageAlone() throws IOException {
    contains(library("meter"), List.of("dev/tachograph/meter/"));
    contains(library("jfr-events"), List.of("dev/tachograph/jfr/"));
    contains(library("engine"), List.of("dev/tachograph/engine/"));
  }

  @Test
  void theRunnableJarContainsWhatTheNoticeNames() throws IOException {
    contains(
        ROOT.resolve("engine/target/tachograph.jar"),
        List.of(
            "dev/tachograph/engine/",
            "dev/tachograph/meter/",
            "dev/tachograph/agent/boot/",
            "tachograph-agent/dev/tachograph/agent/",
            "tachograph-agent/dev/tachograph/jfr/",
            "tachograph-agent/dev/tachograph/meter/",
            "tachograph-agent/org/objectweb/asm/",
            "tachograph-agent/picocli/",
            "org/mozilla/",
            "com/github/benmanes/caffeine/",
            "org/slf4j/",
            "org/jline/",
            "org/snakeyaml/engine/",
            "org/jspecify/",
            "com/google/errorprone/annotations/",
            "picocli/",
            "simplelogger.properties"));
  }

  private static Path library(String module) throws IOException {
    try (Stream<Path> jars = Files.list(ROOT.resolve(module).resolve("target"))) {
      return jars.filter(jar -> jar.getFileName().toString().startsWith("tachograph-" + module))
          .filter(jar -> jar.getFileName().toString().matches(".*-[0-9.]+(-SNAPSHOT)?\\.jar"))
          .findFirst()
          .orElseThrow();
    }
  }

  private static void contains(Path path, List<String> allowed) throws IOException {
    try (JarFile jar = new JarFile(path.toFile())) {
      List<String> names =
          jar.stream().filter(entry -> !entry.isDirectory()).map(ZipEntry::getName).toList();
      assertThat(names).contains("META-INF/MANIFEST.MF");
      assertThat(names)
          .as(path.toString())
          .allMatch(
              name -> name.startsWith("META-INF/") || allowed.stream().anyMatch(name::startsWith));
    }
  }
}
