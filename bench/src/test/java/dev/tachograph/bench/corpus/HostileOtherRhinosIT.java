package dev.tachograph.bench.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The same attacks on the other Rhinos. What succeeds there is in {@code other-rhinos}, mostly for
 * want of what it attacks.
 */
class HostileOtherRhinosIT {
  private static final Duration DEADLINE = Duration.ofSeconds(10);
  private static final int SLICES = 8;

  static Stream<Arguments> rhinos() throws IOException {
    if (!Checkout.isFull()) {
      return Stream.of(Arguments.of("1.8.1", "compiled"), Arguments.of("1.7.14", "interpreted"));
    }
    List<Arguments> all = new ArrayList<>();
    try (Stream<Path> lists = Files.list(Checkout.corpus("hostile/other-rhinos"))) {
      for (Path list : lists.sorted().toList()) {
        String version = list.getFileName().toString().replaceFirst("\\.txt$", "");
        HostileRunner.MODES.forEach(mode -> all.add(Arguments.of(version, mode)));
      }
    }
    return all.stream();
  }

  @ParameterizedTest
  @MethodSource("rhinos")
  void attacksFail(String version, String mode) throws Exception {
    KnownOpen known = KnownOpen.read(Checkout.corpus("hostile/other-rhinos/" + version + ".txt"));
    List<String> ids =
        new ArrayList<>(HostileScript.ids(Checkout.corpus("hostile"), HostileRunner.CATEGORIES));
    if (!Checkout.isFull()) {
      ids.removeIf(id -> Math.floorMod(id.hashCode(), SLICES) != 0);
    }
    SoftAssertions soft = new SoftAssertions();
    List<HostileResult> results =
        HostileRunner.run(
            setting(version),
            mode,
            ids,
            result -> soft.assertThat(known.contradiction(result)).isEmpty());
    soft.assertAll();

    assertThat(results).hasSameSizeAs(ids);
    // What it lacks is refused by Rhino itself: the others still have to be attacks.
    assertThat(results.stream().filter(result -> result.outcome() == HostileResult.Outcome.LIMIT))
        .hasSizeGreaterThan(ids.size() / 4);
  }

  private static HostileSetting setting(String version) throws IOException, InterruptedException {
    return new HostileSetting(
        Path.of(System.getProperty("java.home")),
        Checkout.agent(),
        HostileSetting.OPTIONS,
        Child.classPathOf(HostileChild.class, HostileScript.class)
            + File.pathSeparator
            + jar(version),
        List.of("-D" + HostileChild.OTHER_RHINO + "=true"),
        Checkout.corpus("hostile"),
        Checkout.target("hostile/rhino-" + version),
        DEADLINE);
  }

  private static Path jar(String version) throws IOException, InterruptedException {
    if (version.equals("1.7.14")) {
      return HostJars.jar(HostJars.of("osgi"), "rhino-");
    }
    try (Stream<Path> jars = Files.list(Checkout.agent().resolveSibling("other-rhinos"))) {
      return jars.filter(jar -> jar.toString().endsWith("-" + version + ".jar"))
          .findFirst()
          .orElseThrow(() -> new AssertionError("no Rhino " + version));
    }
  }
}
