package dev.tachograph.agent;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.mozilla.javascript.Context;
import org.mozilla.javascript.NativeJSON;
import org.mozilla.javascript.Scriptable;
import org.mozilla.javascript.ScriptableObject;

/** A headless Chromium with one page, spoken to by the DevTools protocol. */
final class Chromium implements AutoCloseable {
  private static final long TIMEOUT_SECONDS = 60;
  private static final String LISTENING = "DevTools listening on ";

  private final Process process;
  private final WebSocket socket;
  private final BlockingQueue<Map<?, ?>> messages = new LinkedBlockingQueue<>();
  private final List<String> complaints = new ArrayList<>();
  private @Nullable String session;
  private int commands;

  private Chromium(Process process, URI tools) throws Exception {
    this.process = process;
    this.socket =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .buildAsync(tools, new Listener())
            .get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
  }

  /** The program, if it is installed. */
  static Optional<Path> program() {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .flatMap(
            directory ->
                Stream.of("chromium", "chromium-browser", "google-chrome")
                    .map(name -> Path.of(directory, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Starts it with a profile of its own. */
  static Chromium start(Path program, Path profile) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
            program.toString(),
            "--headless=new",
            "--no-sandbox", // the tests may run as root
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--no-first-run",
            "--disable-background-networking",
            "--remote-debugging-port=0",
            "--user-data-dir=" + profile,
            "--window-size=1280,900",
            "about:blank");
    Process process = builder.redirectErrorStream(true).start();
    try {
      BufferedReader out = process.inputReader();
      StringBuilder said = new StringBuilder();
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        said.append(line).append('\n');
        if (line.startsWith(LISTENING)) {
          Thread rest = new Thread(() -> out.lines().forEach(ignored -> {}));
          rest.setDaemon(true);
          rest.start();
          Chromium chromium =
              new Chromium(process, URI.create(line.substring(LISTENING.length()).strip()));
          chromium.attach();
          return chromium;
        }
      }
      throw new IOException("Chromium did not start: " + said);
    } catch (Exception | Error failed) {
      end(process);
      throw failed;
    }
  }

  private void attach() throws Exception {
    Object target = call("Target.createTarget", "{\"url\":\"about:blank\"}").get("targetId");
    session =
        (String)
            call("Target.attachToTarget", "{\"flatten\":true,\"targetId\":\"" + target + "\"}")
                .get("sessionId");
    call("Runtime.enable", "{}");
    call("Log.enable", "{}");
    call("Page.enable", "{}");
  }

  /** Opens a file, and waits until it is loaded. */
  void open(Path file) throws Exception {
    call("Page.navigate", "{\"url\":\"" + file.toUri() + "\"}");
    while (!"Page.loadEventFired".equals(next().get("method"))) {
      // events before it
    }
  }

  /** Makes the page light or dark. */
  void prefer(String scheme) throws Exception {
    call(
        "Emulation.setEmulatedMedia",
        "{\"features\":[{\"name\":\"prefers-color-scheme\",\"value\":\"" + scheme + "\"}]}");
  }

  /** Presses and releases a key. */
  void press(String key, int code, String text) throws Exception {
    String what =
        "\"key\":\"" + key + "\",\"code\":\"" + key + "\",\"windowsVirtualKeyCode\":" + code;
    call("Input.dispatchKeyEvent", "{\"type\":\"keyDown\",\"text\":\"" + text + "\"," + what + "}");
    call("Input.dispatchKeyEvent", "{\"type\":\"keyUp\"," + what + "}");
  }

  /** The value of an expression, as text. */
  String evaluate(String expression) throws Exception {
    Map<?, ?> answer =
        call(
            "Runtime.evaluate",
            "{\"returnByValue\":true,\"awaitPromise\":true,\"expression\":"
                + quoted("Promise.resolve(" + expression + ").then(String)")
                + "}");
    if (answer.containsKey("exceptionDetails")) {
      throw new AssertionError(expression + ": " + answer);
    }
    return (String) ((Map<?, ?>) answer.get("result")).get("value");
  }

  /** Errors that the page had, and what it wrote to the console, by now. */
  List<String> complaints() {
    return List.copyOf(complaints);
  }

  private Map<?, ?> call(String method, String parameters) throws Exception {
    int id = ++commands;
    String about = session == null ? "" : ",\"sessionId\":\"" + session + "\"";
    socket
        .sendText(
            "{\"id\":"
                + id
                + about
                + ",\"method\":\""
                + method
                + "\",\"params\":"
                + parameters
                + "}",
            true)
        .get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    Map<?, ?> answer = next();
    while (!(answer.get("id") instanceof Number number && number.intValue() == id)) {
      answer = next();
    }
    if (answer.containsKey("error")) {
      throw new IOException(method + ": " + answer.get("error"));
    }
    return (Map<?, ?>) answer.get("result");
  }

  private Map<?, ?> next() throws Exception {
    Map<?, ?> message = messages.poll(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    if (message == null) {
      throw new IOException("Chromium says nothing");
    }
    if (message.get("method") instanceof String method
        && List.of("Runtime.exceptionThrown", "Runtime.consoleAPICalled", "Log.entryAdded")
            .contains(method)) {
      complaints.add(message.toString());
    }
    return message;
  }

  private static String quoted(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + "\"";
  }

  /** Rhino is here anyway. */
  private static Map<?, ?> parsed(String json) {
    try (Context context = Context.enter()) {
      ScriptableObject scope = context.initStandardObjects();
      return (Map<?, ?>)
          NativeJSON.parse(
              context,
              scope,
              json,
              (Context cx, Scriptable s, Scriptable self, Object[] arguments) -> arguments[1]);
    }
  }

  private static void end(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly().onExit().join();
  }

  /** It tidies up if it is asked to end. */
  @Override
  public void close() {
    try {
      socket.sendText("{\"id\":0,\"method\":\"Browser.close\"}", true).join();
      process.onExit().completeOnTimeout(process, TIMEOUT_SECONDS, TimeUnit.SECONDS).join();
    } finally {
      socket.abort();
      end(process);
    }
  }

  private final class Listener implements WebSocket.Listener {
    private final StringBuilder whole = new StringBuilder();

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
      whole.append(part);
      if (last) {
        messages.add(parsed(whole.toString()));
        whole.setLength(0);
      }
      from.request(1);
      return null;
    }
  }
}
