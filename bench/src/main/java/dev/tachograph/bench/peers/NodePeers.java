package dev.tachograph.bench.peers;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tachograph.bench.Children;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Installs the peers that run in Node.js, once, from the lock file in the corpus. */
final class NodePeers {
  private static final int MINUTES = 10;
  private static final List<String> FILES =
      List.of("package.json", "package-lock.json", "child.js");

  private NodePeers() {}

  /** Why it cannot run here; the empty string if it can. */
  static String install(PeerHome home, Peer peer) throws IOException, InterruptedException {
    String npm = onPath("npm");
    if (npm == null || onPath("node") == null) {
      return "there is no node or no npm on the PATH";
    }
    Path folder = Files.createDirectories(home.folder("node"));
    boolean same = true;
    for (String name : FILES) {
      Path wanted = home.corpus().resolve("peers/node").resolve(name);
      if (!Files.exists(wanted)) {
        return "%s is missing; name the folder with --corpus".formatted(wanted);
      }
      Path file = folder.resolve(name);
      if (!Files.exists(file) || Files.mismatch(wanted, file) >= 0) {
        same &= name.equals("child.js");
        Files.copy(wanted, file, StandardCopyOption.REPLACE_EXISTING);
      }
    }
    // The other one is compiled where there is no binary of it, which takes minutes.
    boolean small = peer == Peer.QUICKJS;
    Path module =
        folder.resolve("node_modules").resolve(small ? "quickjs-emscripten" : "isolated-vm");
    if (same && Files.isDirectory(module)) {
      return "";
    }
    List<String> command = new ArrayList<>(List.of(npm, "ci", "--no-audit", "--no-fund"));
    if (small) {
      command.addAll(List.of("--omit=optional", "--ignore-scripts"));
    }
    System.err.println("peers: " + String.join(" ", command) + " in " + folder);
    Path log = folder.resolve("npm.log");
    Process process =
        Children.start(
            new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile()));
    if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
      Children.destroy(process);
      return "npm did not end within %d minutes; see %s".formatted(MINUTES, log);
    }
    return process.exitValue() == 0 && Files.isDirectory(module)
        ? ""
        : "npm could not install it; see " + log;
  }

  /** Of the Node.js that would run; {@code none} if there is none. */
  static String version() throws IOException, InterruptedException {
    String node = onPath("node");
    if (node == null) {
      return "none";
    }
    Process process =
        Children.start(new ProcessBuilder(node, "--version").redirectErrorStream(true));
    try {
      process.outputWriter(UTF_8).close();
      return new String(process.getInputStream().readAllBytes(), UTF_8).strip();
    } finally {
      Children.destroy(process);
    }
  }

  private static @Nullable String onPath(String program) {
    String path = System.getenv("PATH");
    for (String folder : (path == null ? "" : path).split(File.pathSeparator, -1)) {
      Path file = Path.of(folder).resolve(program);
      if (Files.isExecutable(file)) {
        return file.toString();
      }
    }
    return null;
  }
}
