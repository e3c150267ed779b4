package dev.tachograph.bench.peers;

import dev.tachograph.bench.ChildJvm;
import dev.tachograph.bench.paired.Jdk;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where peers are, and how their processes are started.
 *
 * @param target the folder of {@code tachograph-bench.jar}, with {@code peers} in it
 * @param corpus the scripts
 * @param graalJava the home of a JDK for GraalJS with its compiler
 */
record PeerHome(Path target, Path corpus, Path graalJava) {
  private static final int GRAAL_RELEASE = 25;

  /** That of the jar which runs. */
  static PeerHome of(@Nullable Path corpus, @Nullable Path graalJava) {
    Path target = Objects.requireNonNull(ChildJvm.jar().toAbsolutePath().getParent());
    return new PeerHome(
        target,
        corpus == null ? target.resolveSibling("corpus") : corpus,
        graalJava == null ? Path.of(System.getProperty("java.home")) : graalJava);
  }

  /** Why a peer cannot run here; the empty string if it can. Installs what Node's need. */
  String missing(Peer peer) throws IOException, InterruptedException {
    if (peer.isNode()) {
      return NodePeers.install(this, peer);
    }
    if (jars(peer.folder()).isEmpty() || jars("").isEmpty()) {
      return "no jars in %s; build with: mvn package".formatted(folder(peer.folder()));
    }
    if (peer == Peer.GRAALJS_JIT) {
      if (jars("graal-compiler").isEmpty()) {
        return "its compiler is not in %s; build with: mvn package -Pfull"
            .formatted(folder("graal-compiler"));
      }
      return graalMissing();
    }
    return "";
  }

  /** Why GraalJS cannot have its compiler with this JDK; the empty string if it can. */
  String graalMissing() {
    try {
      return Jdk.at(graalJava).feature() >= GRAAL_RELEASE
          ? ""
          : "%s is no JDK %d or later; name one with --graal-java"
              .formatted(graalJava, GRAAL_RELEASE);
    } catch (IllegalArgumentException none) {
      return String.valueOf(none.getMessage());
    }
  }

  Path folder(String name) {
    return target.resolve("peers").resolve(name);
  }

  /**
   * The command of a process that answers lines.
   *
   * @param heapMegabytes of the JVM, or of Node's own heap
   * @param first the driver, whether it limits, and what it evaluates first
   */
  List<String> command(Peer peer, boolean limited, int heapMegabytes, List<String> first)
      throws IOException {
    List<String> command = new ArrayList<>();
    if (peer.isNode()) {
      command.addAll(List.of("node", "--no-node-snapshot"));
      command.add("--max-old-space-size=" + heapMegabytes);
      command.add(folder("node").resolve("child.js").toString());
      command.addAll(first);
      return command;
    }
    Path java = peer == Peer.GRAALJS_JIT ? graalJava : Path.of(System.getProperty("java.home"));
    command.add(java.resolve("bin").resolve("java").toString());
    // One collector for all, a heap that a script can fill, and a stack as requests have it.
    command.addAll(List.of("-Xmx" + heapMegabytes + "m", "-Xss1m", "-XX:+UseSerialGC"));
    command.add("-XX:MaxMetaspaceSize=256m");
    command.add("-XX:ErrorFile=" + target.resolve("peers").resolve("hs_err_%p.log"));
    command.addAll(List.of("-Duser.language=en", "-Duser.country=US", "-Duser.timezone=UTC"));
    if (peer.folder().equals("graaljs")) {
      command.add("-Dpolyglot.engine.WarnInterpreterOnly=false");
    }
    if (peer == Peer.GRAALJS_JIT) {
      command.addAll(List.of("-XX:+UnlockExperimentalVMOptions", "-XX:+EnableJVMCI"));
      command.add("--upgrade-module-path=" + folder("graal-compiler"));
    }
    List<Path> jars = new ArrayList<>(jars(""));
    for (Path jar : jars(peer.folder())) {
      if (peer.hasAgent(limited) && name(jar).startsWith("tachograph-agent")) {
        command.add("-javaagent:" + jar);
      } else if (peer.hasAgent(limited) || !name(jar).startsWith("tachograph-")) {
        jars.add(jar);
      }
    }
    command.add("-cp");
    command.add(jars.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
    command.add("dev.tachograph.bench.peers.child.PeerChild");
    command.addAll(first);
    return command;
  }

  /** The jars of a peer; of the empty name, what drives all of them. */
  private List<Path> jars(String name) throws IOException {
    Path folder = name.isEmpty() ? target : folder(name);
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> name(file).endsWith(name.isEmpty() ? "-peers-child.jar" : ".jar"))
          .sorted()
          .toList();
    }
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }
}
