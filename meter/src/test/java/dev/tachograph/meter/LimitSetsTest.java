package dev.tachograph.meter;

import static dev.tachograph.meter.Resource.ALLOCATED_BYTES;
import static dev.tachograph.meter.Resource.CONCURRENT_OPERATIONS;
import static dev.tachograph.meter.Resource.CPU_TIME;
import static dev.tachograph.meter.Resource.FILE_BYTES;
import static dev.tachograph.meter.Resource.FUEL;
import static dev.tachograph.meter.Resource.FUNCTION_CALLS;
import static dev.tachograph.meter.Resource.HELD_BYTES;
import static dev.tachograph.meter.Resource.HOST_CALLS;
import static dev.tachograph.meter.Resource.ITERATIONS;
import static dev.tachograph.meter.Resource.WALL_TIME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.Properties;
import java.util.SplittableRandom;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Presets, profiles, and limits out of others. */
class LimitSetsTest {
  @Test
  void presetsHaveTheirNumbers() {
    assertThat(Limits.standard())
        .hasToString(
            "limit.iterations=1000000,limit.functionCalls=1000000,limit.allocatedBytes=100m,"
                + "limit.cpuTime=30s,limit.hostCalls=1000000,limit.fileBytes=50m,"
                + "limit.heldBytes=100m");
    assertThat(Limits.strict())
        .hasToString(
            "limit.iterations=10000,limit.functionCalls=10000,limit.allocatedBytes=10m,"
                + "limit.cpuTime=5s,limit.hostCalls=10000,limit.fileBytes=5m,limit.heldBytes=10m");
    assertThat(Limits.relaxed())
        .hasToString(
            "limit.iterations=100000000,limit.functionCalls=100000000,limit.allocatedBytes=1g,"
                + "limit.cpuTime=5m,limit.hostCalls=100000000,limit.fileBytes=500m,"
                + "limit.heldBytes=1g");
    assertThat(Limits.unlimited()).hasToString("");
  }

  @Test
  void profilesRise() {
    Limits light = ResourceProfile.LIGHTWEIGHT.limits();
    assertThat(light.perEvaluation(ALLOCATED_BYTES)).hasValue(16 << 20);
    assertThat(light.perEvaluation(WALL_TIME)).hasValue(5_000_000_000L);
    assertThat(ResourceProfile.STANDARD.limits().perEvaluation(ALLOCATED_BYTES))
        .hasValue(128 << 20);
    assertThat(ResourceProfile.HIGH_PERFORMANCE.limits().perEvaluation(ALLOCATED_BYTES))
        .hasValue(512 << 20);
    for (Resource resource : new Resource[] {ALLOCATED_BYTES, WALL_TIME, FUEL, FILE_BYTES}) {
      assertThat(ResourceProfile.STANDARD.limits().perEvaluation(resource).orElseThrow())
          .isBetween(
              light.perEvaluation(resource).orElseThrow(),
              ResourceProfile.HIGH_PERFORMANCE.limits().perEvaluation(resource).orElseThrow());
    }
  }

  @Test
  void aProfileOfOnesOwn() {
    assertThat(
            ResourceProfile.custom()
                .memoryMb(256)
                .timeout(Duration.ofMinutes(2))
                .fuel(50_000_000)
                .maxFileSizeMb(200)
                .concurrentOperations(20)
                .build())
        .isEqualTo(
            Limits.builder()
                .perEvaluation(ALLOCATED_BYTES, 256 << 20)
                .perEvaluation(HELD_BYTES, 256 << 20)
                .perEvaluation(WALL_TIME, 120_000_000_000L)
                .perEvaluation(FUEL, 50_000_000)
                .perEvaluation(FILE_BYTES, 200 << 20)
                .total(CONCURRENT_OPERATIONS, 20)
                .build());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ResourceProfile.custom().memoryMb(1L << 43))
        .withMessageContaining("memoryMb 8796093022208");
    assertThatIllegalArgumentException().isThrownBy(() -> ResourceProfile.custom().memoryMb(-1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ResourceProfile.custom().timeout(Duration.ofSeconds(Long.MAX_VALUE)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ResourceProfile.custom().timeout(Duration.ofSeconds(-1)));
  }

  @Test
  void mergedLimitsAreThoseOfTheOtherWhereItHasAny() {
    Limits base = Limits.parse("limit.iterations=5,total.hostCalls=9,refill.hostCalls=day");
    Limits other = Limits.parse("limit.iterations=7,total.hostCalls=3,limit.functionCalls=1");
    assertThat(base.merge(other))
        .hasToString(
            "limit.iterations=7,limit.functionCalls=1,total.hostCalls=3,refill.hostCalls=day");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> base.merge(Limits.parse("total.iterations=4")))
        .withMessageContaining("limit.iterations=5 contradicts total.iterations=4");
  }

  @Test
  void tightenedLimitsAreTheLowerOnesAndNeverContradict() {
    Limits base = Limits.parse("limit.iterations=5,total.hostCalls=9,refill.hostCalls=day");
    assertThat(base.tighten(Limits.parse("total.iterations=4")))
        .hasToString(
            "limit.iterations=4,total.iterations=4,total.hostCalls=9," + "refill.hostCalls=day");
    assertThat(base.tighten(Limits.parse("total.hostCalls=8")).refills()).isEmpty();
    assertThat(base.tighten(Limits.parse("total.hostCalls=9")).refills()).isEmpty();
    assertThat(base.tighten(Limits.parse("total.hostCalls=10")).refills()).hasSize(1);
    assertThat(base.tighten(base).refills()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "limit.iterations",
        "limit.iterations=1,limit.iterations=2",
        "limit.iterations=-1",
        "limit.memoryBytes=1,limit.allocatedBytes=2",
        "limit.iterations=9223372036854775808",
        "limit.gold=1",
        "limit.evaluations=1",
        "limit.concurrentOperations=1",
        "total.fileBytes=1",
        "limit.iterations=9,total.iterations=8",
        ",",
      })
  void saysWhatIsWrong(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Limits.parse(text))
        .withMessageMatching("(?s).*(limit|total|'').*");
  }

  @Test
  void propertiesHaveLimitsAlone() {
    Properties properties = new Properties();
    properties.setProperty("limit.cpuTime", " 5s ");
    assertThat(Limits.of(properties).perEvaluation(CPU_TIME)).hasValue(5_000_000_000L);
    properties.setProperty("limits.cpuTime", "5s");
    assertThatIllegalArgumentException().isThrownBy(() -> Limits.of(properties));
  }

  /** Random limits survive text and properties; merge and tighten keep what they promise. */
  @RepeatedTest(200)
  void algebra(RepetitionInfo repetition) {
    SplittableRandom random = new SplittableRandom(repetition.getCurrentRepetition());
    Limits one = random(random);
    Limits two = random(random);
    assertThat(Limits.parse(one.toString())).isEqualTo(one);
    assertThat(Limits.of(one.toProperties())).isEqualTo(one);
    assertThat(one.tighten(two)).isEqualTo(two.tighten(one));
    assertThat(one.tighten(Limits.unlimited()).toString())
        .contains(one.toString().split(",", 2)[0]);
    for (Resource resource : Resource.all()) {
      long tight = one.tighten(two).total(resource).orElse(Long.MAX_VALUE);
      assertThat(tight)
          .isEqualTo(
              Math.min(
                  one.total(resource).orElse(Long.MAX_VALUE),
                  two.total(resource).orElse(Long.MAX_VALUE)));
    }
  }

  private static Limits random(SplittableRandom random) {
    Limits.Builder limits = Limits.builder();
    for (Resource resource : Resource.all()) {
      long total = random.nextLong() >>> random.nextInt(1, 63);
      if (resource.isLimitedInTotal() && random.nextBoolean()) {
        limits.total(resource, total);
        if (resource.kind() == Resource.Kind.SUM && random.nextBoolean()) {
          limits.refill(resource, Refill.parse("refill", random.nextBoolean() ? "day" : "7/3s"));
        }
      }
      if (resource.isLimitedPerEvaluation() && random.nextBoolean()) {
        limits.perEvaluation(resource, random.nextLong(total + 1));
      }
    }
    return limits.build();
  }

  @Test
  void everyResourceHasItsPlace() {
    assertThat(Resource.hosts()).contains(HOST_CALLS, FILE_BYTES, HELD_BYTES);
    assertThat(Resource.all()).containsSubsequence(ITERATIONS, FUNCTION_CALLS, CPU_TIME);
  }
}
