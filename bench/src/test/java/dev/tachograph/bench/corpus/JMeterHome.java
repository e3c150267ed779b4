package dev.tachograph.bench.corpus;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Enumeration;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/** Puts an Apache JMeter together, from Maven artifacts, as its binary distribution lays it out. */
final class JMeterHome {
  private JMeterHome() {}

  /** The home folder; made once and kept as long as the list of artifacts stays the same. */
  static Path get() throws IOException, InterruptedException {
    Path work = Checkout.target("jmeter");
    String wanted = Files.readString(Checkout.corpus("hosts/jmeter/pom.xml"));
    Path done = work.resolve("installed.xml");
    Path home = work.resolve("home");
    if (!Files.exists(done) || !Files.readString(done).equals(wanted)) {
      layOut(HostJars.of("jmeter"), home);
      Files.writeString(done, wanted);
    }
    return home;
  }

  private static void layOut(Path jars, Path home) throws IOException {
    Path bin = Files.createDirectories(home.resolve("bin"));
    Path lib = Files.createDirectories(home.resolve("lib"));
    Files.createDirectories(home.resolve("lib/junit"));
    Path extensions = Files.createDirectories(home.resolve("lib/ext"));
    try (DirectoryStream<Path> all = Files.newDirectoryStream(jars, "*.jar")) {
      for (Path jar : all) {
        String name = jar.getFileName().toString();
        if (name.startsWith("ApacheJMeter_config")) {
          unpack(jar, home);
        } else if (name.startsWith("ApacheJMeter-")) {
          copy(jar, bin.resolve("ApacheJMeter.jar"));
        } else {
          copy(jar, (name.startsWith("ApacheJMeter_") ? extensions : lib).resolve(name));
        }
      }
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
  }

  private static void unpack(Path config, Path home) throws IOException {
    try (JarFile jar = new JarFile(config.toFile())) {
      for (Enumeration<JarEntry> all = jar.entries(); all.hasMoreElements(); ) {
        JarEntry entry = all.nextElement();
        if (entry.getName().startsWith("bin/") && !entry.isDirectory()) {
          Path file = home.resolve(entry.getName());
          Files.createDirectories(file.getParent());
          try (InputStream in = jar.getInputStream(entry)) {
            Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
          }
        }
      }
    }
  }
}
