package dev.tachograph.agent;

import java.nio.file.Path;
import jdk.jfr.Recording;

/** A program that records only the second of its two evaluations. */
final class LateRecording {
  private LateRecording() {}

  /** The argument is the file to record into. */
  public static void main(String[] file) throws Exception {
    ScriptHost.evaluate("before.js", "for (var i = 0; i < 3; i++);");
    try (Recording recording = new Recording()) {
      recording.start();
      ScriptHost.evaluate("during.js", "for (var i = 0; i < 4; i++);");
      recording.dump(Path.of(file[0]));
    }
  }
}
