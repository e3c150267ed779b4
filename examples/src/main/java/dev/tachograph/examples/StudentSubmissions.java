package dev.tachograph.examples;

import dev.tachograph.meter.LimitExceededError;
import dev.tachograph.meter.Limits;
import dev.tachograph.meter.Metering;
import dev.tachograph.meter.Resource;
import dev.tachograph.meter.ResourceTracker;
import java.util.List;
import org.mozilla.javascript.RhinoException;

/**
 * A school lets students run their exercises: each has so many runs, rounds and so much time for a
 * whole lesson, and learns what went wrong.
 *
 * <p>Start it with {@code -javaagent:tachograph-agent.jar}.
 */
public final class StudentSubmissions {
  private static final Limits LESSON =
      Limits.parse("total.evaluations=4,total.iterations=100_000,total.cpuTime=5s");

  /** One student's lesson. */
  static final class Session {
    private final ResourceTracker tracker;

    Session(ResourceTracker school, String student) {
      tracker = school.child(student);
      tracker.setLimits(LESSON);
    }

    /** Runs a solution; what the student is told. */
    String submit(String code) {
      try {
        return "result: " + tracker.run(() -> PlainRhino.evaluate("solution.js", code)).value();
      } catch (LimitExceededError stopped) {
        String why = stopped.breach().resource().key();
        return (stopped.breach().denied() ? "no more runs: " : "stopped: ") + why;
      } catch (RhinoException wrong) {
        return "error: " + wrong.details() + " in line " + wrong.lineNumber();
      } catch (Exception other) {
        throw new IllegalStateException("submission of " + tracker.account(), other);
      }
    }
  }

  private StudentSubmissions() {}

  /** Runs the submissions of two students. */
  public static void main(String[] args) {
    ResourceTracker school = Metering.tracker("school");
    Session ada = new Session(school, "ada");
    Session bob = new Session(school, "bob");
    for (String code :
        List.of(
            "var sum = 0; for (var i = 1; i <= 100; i++) sum += i; sum",
            "var sum = 0;\nsum += undefinedName;",
            "[3, 1, 2].sort().join()",
            "1 + 1",
            "2 + 2")) {
      System.out.println("ada: " + ada.submit(code));
    }
    System.out.println("bob: " + bob.submit("while (true) {}"));
    System.out.println("bob: " + bob.submit("'once more'"));
    for (ResourceTracker student : school.children()) {
      System.out.printf(
          "%s: %d of %d runs failed, %d rounds%n",
          student.account(),
          student.statistics().failures(),
          student.statistics().requests(),
          student.usage().get(Resource.ITERATIONS));
    }
  }
}
