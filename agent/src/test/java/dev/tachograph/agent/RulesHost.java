package dev.tachograph.agent;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.mozilla.javascript.ContextFactory;
import org.mozilla.javascript.RhinoException;

/** A program that evaluates what it is told, on threads and with factories of any names. */
final class RulesHost {
  private RulesHost() {}

  /** A factory of its own. */
  static final class Acme extends ContextFactory {}

  /** Reads lines of a thread, a source name and a source, until there are no more. */
  public static void main(String[] args) throws IOException, InterruptedException {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String[] words = line.split(" ", 3);
      Thread thread =
          new Thread(
              () -> System.out.println(words[1] + " -> " + evaluate(words[1], words[2])), words[0]);
      thread.setDaemon(true);
      thread.start();
      if (!words[2].contains("while (true)")) {
        thread.join();
      }
    }
  }

  private static String evaluate(String name, String source) {
    ContextFactory factory = name.startsWith("acme/") ? new Acme() : ContextFactory.getGlobal();
    try {
      return factory.call(
          cx -> String.valueOf(cx.evaluateString(cx.initStandardObjects(), source, name, 1, null)));
    } catch (RhinoException failure) {
      return failure.getClass().getSimpleName() + ": " + failure.getMessage();
    }
  }
}
