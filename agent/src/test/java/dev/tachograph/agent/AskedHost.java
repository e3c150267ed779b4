package dev.tachograph.agent;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/**
 * A program that evaluates scripts as it reads them, one line each: a source name, an equals sign,
 * and the source. It knows nothing of Tachograph, and loads Rhino with the first one.
 */
final class AskedHost {
  private AskedHost() {}

  public static void main(String[] arguments) throws Exception {
    System.out.println("ready");
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      int equals = line.indexOf('=');
      System.out.println(
          equals < 0
              ? line
              : ScriptHost.evaluate(line.substring(0, equals), line.substring(equals + 1)));
    }
  }
}
