package dev.tachograph.agent;

import java.nio.file.Path;
import jdk.jfr.Recording;
import org.mozilla.javascript.Context;
import org.mozilla.javascript.Script;
import org.mozilla.javascript.ScriptableObject;

/**
 * A program that evaluates two scripts in turn: {@code ten.js}, which iterates ten times, and
 * {@code twenty.js}. It says before and after each evaluation how many there were.
 */
final class RecordedHost {
  /** Many more than a recording of 1 MB can hold. */
  static final int EVALUATIONS = 30_000;

  /** Starts the line that says where the recording is; the JDK prints lines of its own before. */
  static final String REPOSITORY = "repository ";

  private RecordedHost() {}

  /** The argument is a file to record into, in memory alone; without one it runs for ever. */
  public static void main(String[] file) throws Exception {
    Context context = Context.enter();
    try {
      if (file.length == 0) {
        System.out.println(REPOSITORY + System.getProperty("jdk.jfr.repository"));
        evaluate(context, Long.MAX_VALUE, true);
        return;
      }
      try (Recording recording = new Recording()) {
        recording.setToDisk(false);
        recording.start();
        evaluate(context, EVALUATIONS, false);
        recording.dump(Path.of(file[0]));
      }
    } finally {
      Context.exit();
    }
  }

  private static void evaluate(Context context, long times, boolean says) {
    ScriptableObject scope = context.initStandardObjects();
    Script ten = context.compileString("for (var i = 0; i < 10; i++);", "ten.js", 1, null);
    Script twenty = context.compileString("for (var i = 0; i < 20; i++);", "twenty.js", 1, null);
    for (long i = 1; i <= times; i++) {
      if (says) {
        System.out.println("start " + i);
      }
      Object unused = (i % 2 == 1 ? ten : twenty).exec(context, scope, scope);
      if (says) {
        System.out.println("end " + i);
      }
    }
  }
}
