package dev.tachograph.bench.corpus;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/** Makes jars of what was compiled. */
final class HostJar {
  private HostJar() {}

  /**
   * Writes a jar.
   *
   * @param attributes of its manifest
   * @param classes the folder of the classes
   * @param prefix of the names of those that belong to it
   */
  static Path write(Path jar, Map<String, String> attributes, Path classes, String prefix)
      throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.forEach(manifest.getMainAttributes()::putValue);
    List<Path> files;
    try (Stream<Path> all = Files.list(classes)) {
      files = all.filter(file -> file.getFileName().toString().startsWith(prefix)).toList();
    }
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out, manifest)) {
      for (Path file : files) {
        entries.putNextEntry(new JarEntry(file.getFileName().toString()));
        Files.copy(file, entries);
      }
    }
    return jar;
  }
}
