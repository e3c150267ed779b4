package dev.tachograph.bench.corpus;

import static java.util.Objects.requireNonNull;

import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** The jars of a host, which Maven collects, and the classes of the programs beside its recipe. */
final class HostJars {
  private static final Duration MAVEN_LIMIT = Duration.ofMinutes(15);
  private static final String RESOLVE =
      "org.apache.maven.plugins:maven-dependency-plugin:3.11.0:copy-dependencies";

  private HostJars() {}

  /**
   * The folder of a host's jars; made once and kept as long as the list of artifacts stays the
   * same.
   *
   * @param host the folder of {@code corpus/hosts} with its {@code pom.xml}
   */
  static Path of(String host) throws IOException, InterruptedException {
    Path work = Checkout.target("hosts/" + host);
    Path jars = work.resolve("jars");
    String wanted = Files.readString(Checkout.corpus("hosts/" + host + "/pom.xml"));
    Path done = work.resolve("resolved.xml");
    if (!Files.exists(done) || !Files.readString(done).equals(wanted)) {
      Files.writeString(work.resolve("pom.xml"), wanted);
      for (Path old : Files.exists(jars) ? in(jars) : List.<Path>of()) {
        Files.delete(old);
      }
      resolve(work, jars);
      Files.writeString(done, wanted);
    }
    return jars;
  }

  /** The Maven that runs these tests. */
  static Path maven() {
    return Path.of(requireNonNull(System.getProperty("tachograph.maven.home")), "bin", "mvn");
  }

  /** Makes Maven use the repository that these tests were built from. */
  static String repository() {
    return "-Dmaven.repo.local=" + System.getProperty("tachograph.maven.repository");
  }

  private static void resolve(Path work, Path jars) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.addAll(List.of(maven().toString(), "-B", "-ntp", "-q", repository()));
    command.addAll(List.of("-f", work.resolve("pom.xml").toString(), RESOLVE));
    command.addAll(List.of("-DincludeScope=runtime", "-DoutputDirectory=" + jars));
    Child.Result result = Child.start(work, "maven", command).await(MAVEN_LIMIT);
    if (result.exit() != 0) {
      throw new IOException("Maven could not collect the artifacts of " + work + ": " + result);
    }
  }

  /** All jars of a folder. */
  static String classPath(Path jars) throws IOException {
    return in(jars).stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
  }

  /** The one jar whose name begins so. */
  static Path jar(Path jars, String prefix) throws IOException {
    List<Path> found =
        in(jars).stream().filter(jar -> jar.getFileName().toString().startsWith(prefix)).toList();
    if (found.size() != 1) {
      throw new IOException(prefix + " in " + jars + ": " + found);
    }
    return found.get(0);
  }

  private static List<Path> in(Path jars) throws IOException {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(jars, "*.jar")) {
      all.forEach(found::add);
    }
    Collections.sort(found);
    return found;
  }

  /** Compiles the programs beside a host's recipe; they run on every JDK that we support. */
  static Path compile(String host, String classPath) throws IOException {
    Path classes = Checkout.target("hosts/" + host + "/classes");
    List<String> arguments = new ArrayList<>(List.of("--release", "17", "-proc:none", "-nowarn"));
    arguments.addAll(List.of("-cp", classPath));
    arguments.addAll(List.of("-d", classes.toString()));
    try (Stream<Path> sources = Files.list(Checkout.corpus("hosts/" + host))) {
      sources.map(Path::toString).filter(name -> name.endsWith(".java")).forEach(arguments::add);
    }
    int exit =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, arguments.toArray(String[]::new));
    if (exit != 0) {
      throw new IOException("javac could not compile the programs of " + host + ": " + arguments);
    }
    return classes;
  }
}
