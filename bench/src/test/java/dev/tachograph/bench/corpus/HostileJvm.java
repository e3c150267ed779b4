package dev.tachograph.bench.corpus;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A JVM that runs hostile scripts: {@link HostileChild}, as it is seen from outside. */
final class HostileJvm {
  private static final Duration START = Duration.ofSeconds(60);

  /** Not a line that a process can print. */
  private static final String END = "\n";

  private final Process process;
  private final File log;
  private final Writer in;
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

  private HostileJvm(Process process, File log) {
    this.process = process;
    this.log = log;
    this.in = process.outputWriter(StandardCharsets.UTF_8);
  }

  /** Starts a JVM for scripts of one mode. */
  static HostileJvm start(HostileSetting setting, String mode) throws IOException {
    Files.createDirectories(setting.logs());
    File log = setting.logs().resolve("hostile-" + mode + ".err").toFile();
    ProcessBuilder builder =
        new ProcessBuilder(command(setting, mode))
            .redirectError(ProcessBuilder.Redirect.appendTo(log));
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    builder.environment().remove("JDK_JAVA_OPTIONS");
    HostileJvm started = new HostileJvm(builder.start(), log);
    Thread reader = new Thread(started::read, "output of " + started.process.pid());
    reader.setDaemon(true);
    reader.start();
    return started;
  }

  private static List<String> command(HostileSetting setting, String mode) {
    List<String> command = new ArrayList<>();
    command.add(setting.java().resolve("bin").resolve("java").toString());
    // A heap that a hostile script can fill. Metaspace is bounded for the sake of the machine; the
    // locale and the zone are what the innocent scripts expect.
    command.addAll(List.of("-Xmx512m", "-Xss1m", "-XX:+UseSerialGC", "-XX:MaxMetaspaceSize=256m"));
    command.addAll(List.of("-Duser.language=en", "-Duser.country=US", "-Duser.timezone=UTC"));
    command.add("-XX:ErrorFile=" + setting.logs().resolve("hs_err_%p.log"));
    command.addAll(setting.flags());
    if (setting.agent() != null) {
      command.add("-javaagent:" + setting.agent() + "=" + setting.options());
    }
    // By name: the class needs Rhino, which is not on our own class path.
    command.addAll(List.of("-cp", setting.classPath(), "dev.tachograph.bench.corpus.HostileChild"));
    command.addAll(List.of(mode, Long.toString(setting.deadline().toSeconds())));
    return command;
  }

  private void read() {
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        lines.add(line);
      }
    } catch (IOException closed) {
      // The same as the end.
    }
    lines.add(END);
  }

  /** Waits until it takes scripts. */
  void awaitReady() throws IOException, InterruptedException {
    @Nullable List<String> ready = next(START);
    if (ready == null || !ready.equals(List.of("READY"))) {
      throw new IOException("no READY but " + ready + ", exit " + end() + "; see " + log);
    }
  }

  /** The columns of the next line; none if the process ended; null if nothing came in time. */
  @Nullable List<String> next(Duration patience) throws InterruptedException {
    @Nullable String line = lines.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
    if (line == null) {
      return null;
    }
    return line.equals(END) ? List.of() : List.of(line.split("\t", -1));
  }

  void send(String line) {
    try {
      in.write(line + "\n");
      in.flush();
    } catch (IOException gone) {
      // It will be seen as a JVM that ended.
    }
  }

  /** Ends the process; what it exited with. */
  int end() throws InterruptedException {
    // Having printed all, it has at most to exit.
    if (!process.waitFor(lines.contains(END) ? 5 : 0, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
    return process.waitFor();
  }
}
