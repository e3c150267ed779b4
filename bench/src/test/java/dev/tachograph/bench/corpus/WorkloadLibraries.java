package dev.tachograph.bench.corpus;

import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Enumeration;
import java.util.List;
import java.util.Properties;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.jspecify.annotations.Nullable;

/** Fetches the libraries that the workloads use, in the layout of {@code node_modules}. */
final class WorkloadLibraries {
  private static final Duration NPM_LIMIT = Duration.ofMinutes(10);

  private WorkloadLibraries() {}

  /** Unpacks the scripts of WebJars on the class path. */
  static Path fromWebJars(List<String> names) throws IOException {
    Path modules = Checkout.target("workloads/webjars/node_modules");
    for (String name : names) {
      Path home = modules.resolve(name);
      if (!Files.exists(home.resolve("package.json"))) {
        unpack(name, home);
      }
    }
    return modules;
  }

  private static void unpack(String name, Path home) throws IOException {
    String properties = "META-INF/maven/org.webjars.npm/" + name + "/pom.properties";
    Properties pom = new Properties();
    try (InputStream in =
        WorkloadLibraries.class.getClassLoader().getResourceAsStream(properties)) {
      if (in == null) {
        throw new IOException("no WebJar of " + name + " on the class path");
      }
      pom.load(in);
    }
    String version = pom.getProperty("version");
    String prefix = "META-INF/resources/webjars/" + name + "/" + version + "/";
    try (JarFile jar = new JarFile(jar(name + "-" + version + ".jar"))) {
      for (Enumeration<JarEntry> all = jar.entries(); all.hasMoreElements(); ) {
        JarEntry entry = all.nextElement();
        if (!entry.isDirectory()
            && entry.getName().startsWith(prefix)
            && entry.getName().matches(".*\\.(js|json)")) {
          Path file = home.resolve(entry.getName().substring(prefix.length()));
          Files.createDirectories(file.getParent());
          try (InputStream in = jar.getInputStream(entry)) {
            Files.write(file, in.readAllBytes());
          }
        }
      }
    }
  }

  private static String jar(String fileName) throws IOException {
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      if (Path.of(entry).endsWith(fileName)) {
        return entry;
      }
    }
    throw new IOException(fileName + " is not on the class path");
  }

  /**
   * Installs packages with npm, once: the folder is kept between runs.
   *
   * @param folder under {@code target/workloads}
   * @param packages the packages that are needed, or null for all of the corpus
   */
  static Path fromNpm(String folder, @Nullable List<String> packages)
      throws IOException, InterruptedException {
    Path home = Checkout.target("workloads/" + folder);
    String wanted = packageJson(packages);
    Path done = home.resolve("installed.json");
    if (Files.exists(done) && Files.readString(done).equals(wanted)) {
      return home.resolve("node_modules");
    }
    String npm = onPath("npm");
    if (npm == null) {
      return unavailable("there is no npm on the PATH");
    }
    Files.writeString(home.resolve("package.json"), wanted);
    List<String> command =
        List.of(npm, "install", "--ignore-scripts", "--no-audit", "--no-fund", "--no-progress");
    Child.Result result = Child.start(home, "npm", command).await(NPM_LIMIT);
    if (result.exit() != 0) {
      return unavailable("npm could not install the libraries: " + result);
    }
    Files.writeString(done, wanted);
    return home.resolve("node_modules");
  }

  private static String packageJson(@Nullable List<String> packages) throws IOException {
    ObjectMapper json = new ObjectMapper();
    ObjectNode root =
        (ObjectNode) json.readTree(Checkout.corpus("workloads/package.json").toFile());
    if (packages != null) {
      JsonNode all = root.get("dependencies");
      ObjectNode some = root.putObject("dependencies");
      packages.forEach(name -> some.set(name, all.get(name)));
    }
    return json.writerWithDefaultPrettyPrinter().writeValueAsString(root);
  }

  private static @Nullable String onPath(String program) {
    for (String folder : System.getenv("PATH").split(File.pathSeparator, -1)) {
      Path file = Path.of(folder).resolve(program);
      if (Files.isExecutable(file)) {
        return file.toString();
      }
    }
    return null;
  }

  /** Whoever asks for everything must get everything; others are told what they miss. */
  private static Path unavailable(String reason) {
    if (Checkout.isFull()) {
      throw new AssertionError(reason);
    }
    String message = "SKIPPED: workloads whose libraries come from npm, because " + reason;
    System.err.println(message);
    return abort(message);
  }
}
