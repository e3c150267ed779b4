package dev.tachograph.bench.peers.child;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The JVM of a peer: does what its standard input says, a line at a time, and answers each with a
 * line. Columns are separated by tabs; texts are in Base64.
 *
 * <p>Arguments: the peer's name, and a script that it evaluates before it answers {@code ready}.
 */
public final class PeerChild {
  private static final long STACK_BYTES = 1 << 20;
  private static final int SHOWN = 400;

  private final PeerEngine engine;
  private final PrintStream out;

  private PeerChild(PeerEngine engine, PrintStream out) {
    this.engine = engine;
    this.out = out;
  }

  /** Runs until its standard input ends. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    System.setOut(System.err);
    PeerChild child = new PeerChild(engine(arguments[0]), out);
    Bounds bounds = Boolean.parseBoolean(arguments[1]) ? Bounds.FAR : Bounds.NONE;
    Ended first = child.engine.evaluate(decode(arguments[2]), bounds, null);
    child.answer("ready", first, Long.toString(Clock.cpuNanos()));
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      child.perform(Arrays.asList(line.split("\t", -1)), bounds);
    }
    Runtime.getRuntime().halt(0);
  }

  private static PeerEngine engine(String name) {
    return switch (name) {
      case "rhino" -> new RhinoEngine();
      case "observer" -> new ObserverEngine();
      case "tachograph" -> new TachographEngine();
      case "sandbox" -> new SandboxedEngine();
      case "graaljs" -> new GraalJsEngine();
      case "delight-rhino" -> new DelightRhinoEngine();
      case "delight-nashorn" -> new DelightNashornEngine();
      default -> throw new IllegalArgumentException("no peer is named " + name);
    };
  }

  private void perform(List<String> command, Bounds bounds) throws InterruptedException {
    switch (command.get(0)) {
      case "attack" -> attack(command.subList(1, command.size()));
      case "exact" -> exact(command);
      case "idle" -> out.println(Clock.isIdle() ? "idle" : "busy");
      case "innocent" -> answer("ended", alone(decode(command.get(1)), Bounds.FAR, null), "");
      case "time" ->
          out.println(
              Load.time(
                  engine,
                  bounds,
                  decode(command.get(3)),
                  Long.parseLong(command.get(1)),
                  Long.parseLong(command.get(2))));
      case "load" ->
          out.println(
              Load.together(
                  engine,
                  bounds,
                  decode(command.get(3)),
                  Integer.parseInt(command.get(1)),
                  Long.parseLong(command.get(2))));
      default -> throw new IllegalArgumentException("unknown: " + command);
    }
  }

  /** The parts of an attack are tenants: they run one after the other, as the peer keeps apart. */
  private void attack(List<String> parts) throws InterruptedException {
    Host host = new Host();
    long cpu = Clock.cpuNanos();
    long started = System.nanoTime();
    List<Ended> endings = new ArrayList<>();
    for (String part : parts) {
      endings.add(alone(decode(part), Bounds.ATTACK, host));
    }
    Ended worst =
        endings.stream().reduce((a, b) -> b.ending().compareTo(a.ending()) > 0 ? b : a).get();
    String text = endings.stream().map(Ended::text).collect(Collectors.joining(" | "));
    String sunk = host.sunk();
    answer(
        "ended",
        Ended.of(worst.ending(), text + (sunk.isEmpty() ? "" : " sink: " + sunk)),
        millis(System.nanoTime() - started) + "\t" + millis(Clock.cpuNanos() - cpu));
  }

  private void exact(List<String> command) throws InterruptedException {
    Host host = new Host();
    Bounds bounds = Bounds.exactly(Long.parseLong(command.get(1)), Long.parseLong(command.get(2)));
    Ended ended = alone(decode(command.get(3)), bounds, host);
    answer("ended", ended, host.ticks() + "\t" + encode(ended.used()));
  }

  /** On a thread as hosts have them for requests. */
  private Ended alone(String source, Bounds bounds, @Nullable Host host)
      throws InterruptedException {
    Ended[] ended = {Ended.of(Ending.OTHER, "its thread died without a word")};
    Thread thread =
        new Thread(
            null,
            () -> {
              try {
                ended[0] = engine.evaluate(source, bounds, host);
              } catch (Throwable failure) {
                ended[0] = Ended.failed(Ending.OTHER, failure);
              }
            },
            "request",
            STACK_BYTES);
    thread.start();
    thread.join();
    return ended[0];
  }

  private void answer(String word, Ended ended, String more) {
    String text = ended.text();
    out.println(
        String.join(
            "\t",
            word,
            ended.ending().name(),
            encode(text.length() > SHOWN ? text.substring(0, SHOWN) : text),
            more));
  }

  private static String millis(long nanos) {
    return Long.toString(nanos / 1_000_000);
  }

  private static String decode(String text) {
    return new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8);
  }

  private static String encode(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
