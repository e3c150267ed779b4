package dev.tachograph.examples;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ScriptEngineHostIT {
  @Test
  void aFormFollowsItsFormulas() throws Exception {
    assertThat(ExampleJvm.run(ScriptEngineHost.class))
        .containsExactly(
            "tax = net * vat('DE') / 100 -> 38",
            "gross is 238",
            "gross = net + tax; print('gross is', gross); gross -> 238",
            "gross.amount.cents -> failed: TypeError: Cannot read property \"cents\" from undefined"
                + " in form.js at line number 1",
            "while (gross) gross++ -> stopped: iterations",
            "tax 38, gross 238",
            "total of [1, 2, 3]: 6",
            "total of [20, 22]: 42",
            "rounds: 10001");
  }
}
