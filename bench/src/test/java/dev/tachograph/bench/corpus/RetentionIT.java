package dev.tachograph.bench.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tachograph.bench.accuracy.Keeper;
import dev.tachograph.meter.Metering;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.mozilla.javascript.Context;

/** No script makes the heap hold much more than it was charged, whatever it keeps. */
class RetentionIT {
  private static final Duration LIMIT = Duration.ofMinutes(5);

  /** The property is 2; this is what is reached. */
  private static final double MOST = 1.5;

  /** What Rhino itself keeps for the first of its kind. */
  private static final long NOISE = 1 << 20;

  @Test
  void whatIsKeptWasCharged() throws Exception {
    Child compiling = start("c");
    Child interpreting = start("i");
    check("c", compiling);
    check("i", interpreting);
  }

  private static Child start(String mode) throws IOException {
    List<String> command = Child.javaWithAgent("account=script", "-Xmx512m", "-Xss4m");
    command.add("-cp");
    command.add(
        Child.classPathOf(RetentionHost.class, Keeper.class, Context.class, Metering.class));
    command.addAll(List.of(RetentionHost.class.getName(), mode));
    command.add(Checkout.corpus("retention/statements.js").toString());
    command.add(Checkout.corpus("hostile/memory").toString());
    return Child.start(Checkout.target("retention"), "kept-" + mode, command);
  }

  private static void check(String mode, Child child) throws Exception {
    Child.Result process = child.await(LIMIT);
    assertThat(process.exit()).as(process.toString()).isZero();
    List<Keeper.Kept> all = new ArrayList<>(process.out().lines().map(Keeper.Kept::parse).toList());
    all.sort((one, other) -> Double.compare(other.ratio(), one.ratio()));
    List<String> table = new ArrayList<>();
    table.add("| retained by charged | charged | it ended with | script |");
    table.add("|---:|---:|---|---|");
    SoftAssertions soft = new SoftAssertions();
    for (Keeper.Kept kept : all) {
      table.add(
          "| %.2f | %d | %s | `%s` |"
              .formatted(kept.ratio(), kept.charged(), kept.end(), kept.script()));
      soft.assertThat(kept.retained())
          .as(kept.toString())
          .isLessThan((long) (MOST * kept.charged()) + NOISE);
    }
    Files.write(Checkout.target(".").resolve("retention-" + mode + ".md"), table);
    soft.assertAll();
    assertThat(all).hasSizeGreaterThan(110);
    assertThat(all).filteredOn(kept -> kept.end().equals("allocatedBytes")).hasSizeGreaterThan(100);
  }
}
