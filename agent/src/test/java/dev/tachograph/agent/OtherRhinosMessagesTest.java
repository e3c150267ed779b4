package dev.tachograph.agent;

import static dev.tachograph.meter.Resource.EVALUATIONS;
import static dev.tachograph.meter.Resource.FUNCTION_CALLS;
import static dev.tachograph.meter.Resource.ITERATIONS;
import static dev.tachograph.meter.Resource.NATIVE_STEPS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.tachograph.meter.LimitExceededError;
import dev.tachograph.meter.Limits;
import dev.tachograph.meter.Metering;
import dev.tachograph.meter.ResourceTracker;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A host may ask for the message of what a script threw when the script's evaluation has ended: in
 * any Rhino that takes no more than a limit allows, and an innocent message is what it was.
 */
class OtherRhinosMessagesTest {
  private static final long STEPS = 50_000;
  private static final long ITERATED = 200;
  private static final int SECONDS = 60;
  private static final int SHOWN = 1_000;

  private static final String LONG = "var a = new Array(3000000); ";

  /** Their messages take millions of steps, in Rhino's own code. */
  private static final List<String> NATIVE =
      List.of(
          LONG + "throw a;",
          LONG + "var e = new Error(); e.name = a; throw e;",
          LONG + "var e = new Error(); e.message = a; throw e;",
          LONG + "throw eval('(function() { throw a; })()');");

  /** Not in every Rhino: some have no ropes, or see that one is empty, or fail at it. */
  private static final List<String> HOSTILE =
      List.of(
          "var s = String(''); for (var i = 0; i < 50; i++) s = s + s;"
              + "var e = new Error(); e.name = s; throw e;",
          "var s = String(''); for (var i = 0; i < 50; i++) s = s + s; throw s;",
          LONG + "throw {toString: function() { return a.join(); }};",
          "throw {toString: function() { for (;;); }};",
          "throw {toString: function() { for (;;) try { for (;;); } finally { continue; } }};",
          "var e = new Error(); e.__defineGetter__('name', function() { for (;;); }); throw e;");

  private static final List<String> INNOCENT =
      List.of(
          "throw 'text'",
          "throw 1.5",
          "throw null",
          "throw undefined",
          "var s = 'a'; s += 'b'; throw s + s",
          "throw new Error('message')",
          "throw new TypeError()",
          "var e = new RangeError('x'); e.name = 'Mine'; throw e",
          "var e = new Error(); e.__defineGetter__('message', function() { return 'got'; }); throw e",
          "throw {toString: function() { return 'mine'; }}",
          "throw {toString: function() { throw 'again'; }}",
          "throw {}",
          "throw [1, [2, 3], 'x']",
          "throw function f() { return 1; }",
          "null.x");

  /** Those that make a message when it is asked for. */
  private static final Set<String> MADE_LATE =
      Set.of(
          "org.mozilla.javascript-1.7.2",
          "rhino-1.7R4",
          "rhino-1.7.7.2",
          "rhino-1.7.10",
          "rhino-1.7.13");

  static Stream<String> jars() throws IOException {
    return OtherRhino.jars();
  }

  @ParameterizedTest
  @MethodSource("jars")
  void takesNoMoreThanALimitAllows(String jar) throws Exception {
    OtherRhino rhino = new OtherRhino(OtherRhino.jar(jar), false);
    SoftAssertions softly = new SoftAssertions();
    for (boolean interpreted : rhino.modes()) {
      for (String source : both(NATIVE, HOSTILE)) {
        String what = "%s, interpreted %s: %s".formatted(jar, interpreted, source);
        ResourceTracker account = limited(what);
        List<String> seen = within(() -> messages(rhino, what, source, interpreted));
        if (NATIVE.contains(source)) {
          softly.assertThat(seen.get(0)).as(what).contains("nativeSteps", "limit " + STEPS);
        }
        softly.assertThat(account.usage().get(NATIVE_STEPS)).as(what).isLessThan(8 * STEPS);
        softly.assertThat(account.usage().get(ITERATIONS)).as(what).isLessThan(8 * ITERATED);
        softly.assertThat(account.usage().get(EVALUATIONS)).as(what).isLessThan(5);
      }
    }
    softly.assertThat(WovenJvm.ledger().evaluations().running()).isEmpty();
    softly.assertAll();
  }

  /** On the thread of a host's log, which has no Context. */
  @ParameterizedTest
  @MethodSource("jars")
  void isLimitedOnEveryThread(String jar) throws Exception {
    OtherRhino rhino = new OtherRhino(OtherRhino.jar(jar), false);
    for (boolean interpreted : rhino.modes()) {
      for (String source : HOSTILE) {
        String what = "%s, interpreted %s, elsewhere: %s".formatted(jar, interpreted, source);
        ResourceTracker account = limited(what);
        within(
            () ->
                rhino.run(
                    what,
                    source,
                    interpreted,
                    failure -> {
                      within(() -> message(failure));
                      return failure;
                    }));
        assertThat(account.usage().get(NATIVE_STEPS)).as(what).isLessThan(8 * STEPS);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("jars")
  void isChargedToWhatTheApiHasOpened(String jar) throws Exception {
    OtherRhino rhino = new OtherRhino(OtherRhino.jar(jar), false);
    for (boolean interpreted : rhino.modes()) {
      for (String source : NATIVE) {
        String what = "%s, interpreted %s, run: %s".formatted(jar, interpreted, source);
        ResourceTracker account = limited(what);
        Throwable stop =
            within(
                () ->
                    catchThrowable(
                        () -> account.run(() -> messages(rhino, what, source, interpreted))));
        assertThat(stop).as(what).isInstanceOf(LimitExceededError.class);
        assertThat(account.usage().get(NATIVE_STEPS)).as(what).isLessThan(2 * STEPS);
        assertThat(account.usage().get(EVALUATIONS)).as(what).isEqualTo(1);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("jars")
  void isWhatItWasWhereItIsInnocent(String jar) throws Exception {
    OtherRhino plain = new OtherRhino(OtherRhino.jar(jar), true);
    OtherRhino woven = new OtherRhino(OtherRhino.jar(jar), false);
    SoftAssertions softly = new SoftAssertions();
    for (boolean interpreted : woven.modes()) {
      for (String source : INNOCENT) {
        String what = "innocent.js";
        List<String> expected = messages(plain, what, source, interpreted);
        softly
            .assertThat(messages(woven, what, source, interpreted))
            .as("%s, interpreted %s: %s", jar, interpreted, source)
            .isEqualTo(expected);
        ParityTest.Counted counted =
            ParityTest.Counted.of(() -> messages(woven, what, source, interpreted).toString());
        softly.assertThat(counted.result()).isEqualTo(expected.toString());
        softly.assertThat(counted.usage().get(ITERATIONS)).isZero();
      }
    }
    softly.assertAll();
  }

  /** What asks for it is no evaluation by the count, and calls are those of the script alone. */
  @ParameterizedTest
  @MethodSource("jars")
  void countsNoEvaluation(String jar) throws Exception {
    OtherRhino rhino = new OtherRhino(OtherRhino.jar(jar), false);
    for (boolean interpreted : rhino.modes()) {
      String name = "%s, interpreted %s, counted".formatted(jar, interpreted);
      ResourceTracker account = Metering.tracker(name);
      account.setLimits(Limits.builder().total(EVALUATIONS, 1).build());
      String source = "function f() { throw new Error('e'); } f()";
      assertThat(messages(rhino, name, source, interpreted).get(0)).startsWith("Error: e");
      assertThat(account.usage().get(EVALUATIONS)).isEqualTo(1);
      assertThat(account.usage().get(FUNCTION_CALLS)).isEqualTo(1);
    }
  }

  /** Nothing of Rhino runs for an account that has nothing left; a text is its own message. */
  @ParameterizedTest
  @MethodSource("jars")
  void isToldWhereNothingIsLeft(String jar) throws Exception {
    OtherRhino rhino = new OtherRhino(OtherRhino.jar(jar), false);
    String array = MADE_LATE.contains(jar) ? "NativeArray, whose message was not made: " : "1,2";
    assertThat(messageOfExhausted(rhino, jar, "[1, 2]")).startsWith(array);
    assertThat(messageOfExhausted(rhino, jar, "'text'")).startsWith("text");
  }

  private static String messageOfExhausted(OtherRhino rhino, String jar, String thrown) {
    String name = "%s, exhausted, %s".formatted(jar, thrown);
    ResourceTracker account = Metering.tracker(name);
    List<String> seen = new ArrayList<>();
    rhino.run(
        name,
        "for (var i = 0; i < 9; i++); throw " + thrown,
        true,
        failure -> {
          account.setLimits(Limits.builder().total(ITERATIONS, 1).build());
          seen.add(message(failure));
          return failure;
        });
    return seen.get(0);
  }

  private static ResourceTracker limited(String name) {
    ResourceTracker account = Metering.tracker(name);
    account.setLimits(
        Limits.builder()
            .perEvaluation(NATIVE_STEPS, STEPS)
            .perEvaluation(ITERATIONS, ITERATED)
            .build());
    return account;
  }

  /** What a host is told, before it leaves the Context and then. */
  private static List<String> messages(
      OtherRhino rhino, String script, String source, boolean interpreted) {
    List<String> seen = new ArrayList<>();
    List<Throwable> failures = new ArrayList<>();
    rhino.run(
        script,
        source,
        interpreted,
        failure -> {
          seen.add(message(failure));
          failures.add(failure);
          return failure;
        });
    failures.forEach(failure -> seen.add(message(failure)));
    return seen;
  }

  /** Rhino itself fails with some. */
  private static String message(Throwable failure) {
    try {
      String message = failure.getMessage();
      return message.substring(0, Math.min(message.length(), SHOWN));
    } catch (RuntimeException unmade) {
      return unmade.getClass().getSimpleName();
    }
  }

  private static List<String> both(List<String> some, List<String> others) {
    return Stream.concat(some.stream(), others.stream()).toList();
  }

  /** Does it on another thread, which is left behind if it does not end. */
  private static <T> T within(Callable<T> work) {
    FutureTask<T> task = new FutureTask<>(work);
    Thread thread = new Thread(task, "host");
    thread.setDaemon(true);
    thread.start();
    try {
      return task.get(SECONDS, TimeUnit.SECONDS);
    } catch (Exception failure) {
      throw new AssertionError("did not end as it should", failure);
    }
  }
}
