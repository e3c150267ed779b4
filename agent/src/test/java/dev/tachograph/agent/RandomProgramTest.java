package dev.tachograph.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tachograph.agent.ParityTest.Counted;
import dev.tachograph.meter.Resource;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

/**
 * Random programs count the same compiled and interpreted, and compute the same woven and plain.
 * Seeds are fixed; what they found is kept in {@code parity/found.js}.
 */
class RandomProgramTest {
  private static final int PROGRAMS = Boolean.getBoolean("tachograph.full") ? 10_000 : 150;

  @Test
  void countsAgreeBetweenModesAndResultsWithPlainRhino() throws ReflectiveOperationException {
    BiFunction<String, Boolean, String> plain = plain();
    int rhinoDisagrees = 0;
    int looping = 0;
    for (int seed = 0; seed < PROGRAMS; seed++) {
      String source = RandomProgram.of(seed);
      String reason = "seed " + seed + "\n" + source;
      String plainCompiled = plain.apply(source, false);
      String plainInterpreted = plain.apply(source, true);
      Counted compiled = Counted.run("test.js", source, false);
      Counted interpreted = Counted.run("test.js", source, true);
      assertThat(compiled.result()).as(reason).isEqualTo(plainCompiled);
      assertThat(interpreted.result()).as(reason).isEqualTo(plainInterpreted);
      if (!plainCompiled.equals(plainInterpreted)) {
        rhinoDisagrees++;
        continue;
      }
      assertThat(compiled.counts()).as(reason).isEqualTo(interpreted.counts());
      looping += compiled.usage().get(Resource.ITERATIONS) > 10 ? 1 : 0;
    }
    assertThat(looping).as("programs that are worth counting").isGreaterThan(PROGRAMS / 3);
    assertThat(rhinoDisagrees)
        .as("programs on which Rhino's modes differ")
        .isLessThan(PROGRAMS / 4);
  }

  /** Rhino finds its parts through the context class loader. */
  @SuppressWarnings("unchecked")
  private static BiFunction<String, Boolean, String> plain() throws ReflectiveOperationException {
    ClassLoader loader = new WovenJvm.PlainLoader();
    BiFunction<String, Boolean, String> run =
        (BiFunction<String, Boolean, String>)
            loader.loadClass(ScriptRun.class.getName()).getConstructor().newInstance();
    return (source, interpreted) -> {
      Thread thread = Thread.currentThread();
      ClassLoader own = thread.getContextClassLoader();
      thread.setContextClassLoader(loader);
      try {
        return run.apply(source, interpreted);
      } finally {
        thread.setContextClassLoader(own);
      }
    };
  }
}
