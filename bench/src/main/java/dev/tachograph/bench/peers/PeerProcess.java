package dev.tachograph.bench.peers;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tachograph.bench.Children;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A process of a peer: a line goes in, a line comes out, or too late, or never. */
final class PeerProcess implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(60);

  /** Not a line that a process can print. */
  private static final String END = "\n";

  private final Process process;
  private final Writer in;
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private Started started = new Started(0, 0);

  private PeerProcess(Process process) {
    this.process = process;
    this.in = process.outputWriter(UTF_8);
  }

  /** What the first evaluation took, from the start of the process on. */
  record Started(double wallMillis, double cpuMillis) {}

  /** Starts one, and waits until it has evaluated a first script. */
  static PeerProcess start(
      PeerHome home, Peer peer, boolean limited, int heapMegabytes, String first)
      throws IOException, InterruptedException {
    Path log = Files.createDirectories(home.target().resolve("peers")).resolve(peer.key() + ".err");
    List<String> command =
        home.command(
            peer,
            limited,
            heapMegabytes,
            List.of(peer.driver(limited), Boolean.toString(limited), encode(first)));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.to(log.toFile()));
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    builder.environment().remove("JDK_JAVA_OPTIONS");
    long began = System.nanoTime();
    PeerProcess peerProcess = new PeerProcess(Children.start(builder));
    Thread reader = new Thread(peerProcess::read, "output of " + peer.key());
    reader.setDaemon(true);
    reader.start();
    List<String> ready = peerProcess.next(START);
    if (ready == null || ready.size() < 4 || !ready.get(0).equals("ready")) {
      peerProcess.close();
      throw new IOException("%s did not start: %s; see %s".formatted(peer.key(), ready, log));
    }
    if (!ready.get(1).equals("COMPLETED")) {
      peerProcess.close();
      throw new IOException(
          "%s failed with its first script: %s".formatted(peer.key(), decode(ready.get(2))));
    }
    peerProcess.started =
        new Started((System.nanoTime() - began) / 1e6, Long.parseLong(ready.get(3)) / 1e6);
    return peerProcess;
  }

  Started started() {
    return started;
  }

  /** The answer's columns; none if the process ended; null if nothing came in time. */
  @Nullable List<String> ask(Duration patience, String... columns) throws InterruptedException {
    try {
      in.write(String.join("\t", columns) + "\n");
      in.flush();
    } catch (IOException gone) {
      // It will be seen as a process that ended.
    }
    return next(patience);
  }

  private @Nullable List<String> next(Duration patience) throws InterruptedException {
    String line = lines.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
    if (line == null) {
      return null;
    }
    return line.equals(END) ? List.of() : List.of(line.split("\t", -1));
  }

  private void read() {
    try (BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        lines.add(line);
      }
    } catch (IOException closed) {
      // The same as the end.
    }
    lines.add(END);
  }

  /** Ends it, whatever it does. */
  @Override
  public void close() {
    Children.destroy(process);
    process.onExit().join();
  }

  static String encode(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
  }

  static String decode(String text) {
    return new String(Base64.getDecoder().decode(text), UTF_8);
  }
}
