package dev.tachograph.meter;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** An evaluation that is denied before any script was entered has no script to name. */
class BreachDenialTest {
  private static Breach denial() {
    Ledger ledger = new Ledger();
    ledger.setLimits("acme", Limits.builder().total(Resource.EVALUATIONS, 0).build());
    try {
      ledger.evaluations().bind("acme");
    } catch (LimitExceededError denied) {
      return denied.breach();
    }
    throw new AssertionError("was not denied");
  }

  @Test
  void messageNamesNoScript() {
    assertThat(denial().message())
        .isEqualTo(
            "not started: account 'acme' has used up evaluations in total used 1, limit 0;"
                + " raise total.evaluations to allow more");
  }

  @Test
  void scriptIsNullForMachines() {
    assertThat(denial().toMap()).containsEntry("script", null);
  }

  @Test
  void crossesClassLoaders() {
    assertThat(Breach.ofMap(denial().toMap())).isEqualTo(denial());
  }
}
