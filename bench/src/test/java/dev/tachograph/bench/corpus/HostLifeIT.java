package dev.tachograph.bench.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is ordinary in a host's life: little memory, nothing to write to, archives of classes. */
class HostLifeIT {
  /**
   * The first JDK whose archives may hold all classes where there are agents; see docs/hosts.md.
   */
  private static final int STATIC_ARCHIVES = 25;

  private static final String ARCHIVED = "shared objects file";

  private static List<Path> jdks() throws IOException {
    return Checkout.jdks();
  }

  @BeforeEach
  void onlyInFull() {
    Checkout.onlyInFull("the life of hosts");
  }

  /** Nobody, not even root, makes files in {@code /proc}. */
  @ParameterizedTest
  @MethodSource("jdks")
  void needsNoFolderToWriteTo(Path jdk) throws Exception {
    Path readOnly = Path.of("/proc");
    assumeTrue(Files.isDirectory(readOnly), "only Linux has a folder that is read-only for all");

    Ant.verify(
        Ant.host(jdk, "life/readonly")
            .in(readOnly)
            .flags("-Djava.io.tmpdir=" + readOnly)
            .metered("agent"));
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void isPutOnByTheEnvironment(Path jdk) throws Exception {
    Ant.verify(Ant.host(jdk, "life/environment").optionsIn("JAVA_TOOL_OPTIONS").metered("agent"));
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void fitsIntoASmallHeap(Path jdk) throws Exception {
    Ant.verify(Ant.host(jdk, "life/heap").flags("-Xmx256m").metered("agent"));
  }

  /** The JVM's own archive: whatever comes from it without the agent does so with it. */
  @ParameterizedTest
  @MethodSource("jdks")
  void usesTheArchiveOfTheJdk(Path jdk) throws Exception {
    Path folder = Checkout.target("hosts/life/cds");
    Path log = folder.resolve("classes.log");
    Host host = shell(jdk, "life/cds").flags("-Xshare:auto", "-Xlog:class+load:file=" + log);
    host.plain();
    Map<String, Boolean> plain = loaded(log);
    host.metered("agent");
    Map<String, Boolean> metered = loaded(log);

    List<String> archived = plain.keySet().stream().filter(plain::get).toList();
    assertThat(archived).hasSizeGreaterThan(900);
    assertThat(archived).allMatch(name -> metered.getOrDefault(name, true));
  }

  /** One of the application: Rhino's classes in it are those without counters. */
  @ParameterizedTest
  @MethodSource("jdks")
  void metersARhinoInAnArchive(Path jdk) throws Exception {
    Path folder = Checkout.target("hosts/life/appcds");
    Path archive = folder.resolve("classes.jsa");
    Path log = folder.resolve("classes.log");
    Files.deleteIfExists(archive);
    if (Checkout.version(jdk) < STATIC_ARCHIVES) {
      shell(jdk, "life/appcds").flags("-XX:ArchiveClassesAtExit=" + archive).plain();
    } else {
      Path list = folder.resolve("classes.list");
      shell(jdk, "life/appcds").flags("-XX:DumpLoadedClassList=" + list).plain();
      shell(jdk, "life/appcds")
          .flags("-Xshare:dump", "-XX:SharedClassListFile=" + list)
          .flags("-XX:SharedArchiveFile=" + archive)
          .plain();
    }
    Host host =
        shell(jdk, "life/appcds")
            .flags("-XX:SharedArchiveFile=" + archive, "-Xlog:class+load:file=" + log)
            .printing("[^\\[].*");
    Host.Run plain = host.plain();
    assertThat(loaded(log)).containsEntry("org.mozilla.javascript.Context", true);
    Host.Run run = host.metered("agent");

    assertThat(loaded(log)).containsEntry("org.mozilla.javascript.Context", false);
    assertThat(loaded(log)).containsEntry("org.mozilla.javascript.tools.shell.Main", true);
    assertThat(plain.output()).isEqualTo(Shell.OUTPUT);
    assertThat(run.output()).isEqualTo(Shell.OUTPUT);
    assertThat(run.report().totals()).isEqualTo(Shell.COUNTS);
  }

  private static Host shell(Path jdk, String name) throws IOException, InterruptedException {
    String classPath = HostJars.classPath(HostJars.of("shell"));
    List<String> program = new ArrayList<>(List.of("-cp", classPath, Shell.MAIN));
    program.addAll(Shell.arguments("0"));
    return Host.on(jdk, name).program(program.toArray(String[]::new));
  }

  /** Whether each class came from an archive. */
  private static Map<String, Boolean> loaded(Path log) throws IOException {
    Map<String, Boolean> found = new TreeMap<>();
    try (Stream<String> lines = Files.lines(log)) {
      lines
          .filter(line -> line.contains(" source: "))
          .forEach(
              line -> {
                String entry = line.substring(line.lastIndexOf(']') + 1).strip();
                found.put(entry.substring(0, entry.indexOf(' ')), entry.contains(ARCHIVED));
              });
    }
    return found;
  }
}
