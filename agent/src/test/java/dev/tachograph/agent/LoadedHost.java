package dev.tachograph.agent;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A program that evaluates scripts without a pause, from the line {@code go} on its standard input
 * until the next line: many short ones on one thread, and endless ones on another. It knows nothing
 * of Tachograph, and says {@code refused} when a script is refused after one that was not.
 */
final class LoadedHost {
  private static final CountDownLatch ENDED = new CountDownLatch(1);

  private LoadedHost() {}

  public static void main(String[] arguments) throws Exception {
    ScriptHost.evaluate("first.js", "1");
    System.out.println("ready");
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    if ("go".equals(in.readLine())) {
      Thread brief = run("brief", "for (var i = 0; i < 1000; i++); 'done'");
      Thread endless = run("endless", "for (;;);");
      String unused = in.readLine();
      ENDED.countDown();
      brief.join();
      endless.interrupt();
      endless.join();
    }
  }

  private static Thread run(String name, String script) {
    Thread thread =
        new Thread(
            () -> {
              boolean refused = false;
              while (ENDED.getCount() > 0) {
                String result = ScriptHost.evaluate(name + ".js", script);
                boolean before = refused;
                refused = result.contains("not started");
                if (refused && !before) {
                  System.out.println("refused " + name);
                }
                if (refused && rests()) {
                  return;
                }
              }
            },
            name);
    thread.start();
    return thread;
  }

  /** Nobody asks again at once. */
  private static boolean rests() {
    try {
      return ENDED.await(10, TimeUnit.MILLISECONDS);
    } catch (InterruptedException end) {
      return true;
    }
  }
}
