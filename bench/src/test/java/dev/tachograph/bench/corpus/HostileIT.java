package dev.tachograph.bench.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mozilla.javascript.Context;
import org.mozilla.javascript.xmlimpl.XMLLibImpl;

/**
 * Every attack of the corpus ends with a limit, and leaves a JVM that works; except for those that
 * {@code known-open.txt} admits.
 */
class HostileIT {
  private static final Duration DEADLINE = Duration.ofSeconds(10);
  private static final int SLICES = 4;

  private static final List<HostileResult> RESULTS = new ArrayList<>();

  @AfterAll
  static void leaveTable() throws IOException {
    HostileTable.write(Checkout.target(".").resolve("hostile-results.md"), setting(), RESULTS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"compiled", "interpreted"})
  void attacksFail(String mode) throws Exception {
    KnownOpen known = KnownOpen.read(Checkout.corpus("hostile/known-open.txt"));
    List<String> ids = new ArrayList<>(ids());
    if (!Checkout.isFull()) {
      ids.removeIf(
          id ->
              Math.floorMod(id.hashCode(), SLICES) != 0
                  || known.find(id, mode).filter(KnownOpen.Entry::isExpensive).isPresent());
    }
    SoftAssertions soft = new SoftAssertions();
    RESULTS.addAll(
        HostileRunner.run(
            setting(),
            mode,
            ids,
            result -> soft.assertThat(known.contradiction(result)).isEmpty()));
    soft.assertAll();
  }

  @Test
  void whatIsKnownToBeOpenExistsAndHasReason() throws Exception {
    KnownOpen known = KnownOpen.read(Checkout.corpus("hostile/known-open.txt"));
    List<String> keys = new ArrayList<>();
    for (String id : ids()) {
      HostileRunner.MODES.forEach(mode -> keys.add(KnownOpen.key(id, mode)));
    }
    assertThat(keys).hasSize(2 * 242).containsAll(known.keys());
    assertThat(known.reasons()).allSatisfy(reason -> assertThat(reason).hasSizeGreaterThan(3));
  }

  private static List<String> ids() throws IOException {
    return HostileScript.ids(Checkout.corpus("hostile"), HostileRunner.CATEGORIES);
  }

  private static HostileSetting setting() throws IOException {
    return new HostileSetting(
        Path.of(System.getProperty("java.home")),
        Checkout.agent(),
        HostileSetting.OPTIONS,
        Child.classPathOf(HostileChild.class, HostileScript.class, Context.class, XMLLibImpl.class),
        List.of(),
        Checkout.corpus("hostile"),
        Checkout.target("hostile"),
        DEADLINE);
  }
}
