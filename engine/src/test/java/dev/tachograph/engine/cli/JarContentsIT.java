package dev.tachograph.engine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;

/** What is in the runnable jar: the other tests here run all of it without the rest. */
class JarContentsIT {
  @Test
  void optionalLibrariesStayOutside() throws IOException {
    try (JarFile jar = new JarFile(Cli.jar())) {
      List<String> names = jar.stream().map(ZipEntry::getName).toList();
      assertThat(names)
          .contains("dev/tachograph/engine/metrics/TachographMetrics.class")
          .noneMatch(
              name ->
                  name.startsWith("io/micrometer/")
                      || name.startsWith("io/prometheus/")
                      || name.startsWith("org/HdrHistogram/"));
    }
  }
}
