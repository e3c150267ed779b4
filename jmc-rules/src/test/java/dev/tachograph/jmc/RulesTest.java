package dev.tachograph.jmc;

import static dev.tachograph.meter.Resource.ALLOCATED_BYTES;
import static dev.tachograph.meter.Resource.ITERATIONS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tachograph.meter.Limits;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openjdk.jmc.common.item.IItemCollection;
import org.openjdk.jmc.common.unit.UnitLookup;
import org.openjdk.jmc.common.util.IPreferenceValueProvider;
import org.openjdk.jmc.flightrecorder.JfrLoaderToolkit;
import org.openjdk.jmc.flightrecorder.rules.IResult;
import org.openjdk.jmc.flightrecorder.rules.IRule;
import org.openjdk.jmc.flightrecorder.rules.RuleRegistry;
import org.openjdk.jmc.flightrecorder.rules.Severity;
import org.openjdk.jmc.flightrecorder.rules.TypedResult;
import org.openjdk.jmc.flightrecorder.rules.report.html.JfrHtmlRulesReport;
import org.openjdk.jmc.flightrecorder.rules.util.RulesToolkit;

/** What Mission Control finds by these rules in recordings. */
class RulesTest {
  private static final int MIB = 1 << 20;

  @TempDir Path directory;
  private RecordedScripts scripts;

  @BeforeEach
  void record() throws Exception {
    scripts = new RecordedScripts();
  }

  /** Starts again without this event. */
  private void record(String disabled) throws Exception {
    scripts.close();
    scripts = new RecordedScripts(disabled);
  }

  @AfterEach
  void end() {
    scripts.close();
  }

  private static void allocate(int mebibytes) {
    for (int i = 0; i < mebibytes; i++) {
      assertThat(new byte[MIB]).hasSize(MIB);
    }
  }

  private Path file() throws Exception {
    return scripts.dump(directory.resolve("app.jfr"));
  }

  /** All results by the last part of the rule's id. */
  private Map<String, IResult> results() throws Exception {
    IItemCollection events = JfrLoaderToolkit.loadEvents(file().toFile());
    Map<String, IResult> results = new ConcurrentHashMap<>();
    for (Map.Entry<IRule, Future<IResult>> one :
        RulesToolkit.evaluateParallel(
                RuleRegistry.getRules(), events, IPreferenceValueProvider.DEFAULT_VALUES, 1)
            .entrySet()) {
      results.put(one.getKey().getId().replace("dev.tachograph.", ""), one.getValue().get());
    }
    return results;
  }

  private IResult result(String rule) throws Exception {
    return results().get(rule);
  }

  private static void assertResult(IResult result, Severity severity, String summary) {
    assertThat(result.getSummary()).isEqualTo(summary);
    assertThat(result.getSeverity()).isEqualTo(severity);
  }

  private static double score(IResult result) {
    return result.getResult(TypedResult.SCORE).doubleValueIn(UnitLookup.NUMBER_UNITY);
  }

  @Test
  void aQuietRecordingIsFine() throws Exception {
    scripts.evaluate("shop", "a.js", ITERATIONS, 10);
    Map<String, IResult> results = results();
    assertThat(results.values()).extracting(IResult::getSeverity).containsOnly(Severity.OK);
    assertThat(results.values()).extracting(IResult::getSolution).containsOnly("");
    assertThat(results)
        .hasSize(5)
        .allSatisfy(
            (rule, result) ->
                assertThat(result.getSummary())
                    .isEqualTo(
                        switch (rule) {
                          case "AccountNearLimit" -> "No account has a cumulative limit.";
                          case "BreachStorm" -> "No evaluation was stopped or denied.";
                          case "DominatingEvaluation" -> "Too few evaluations to compare: 1.";
                          case "Tariff" -> "No script took enough memory to compare.";
                          default -> "Every class of Rhino and every script is metered.";
                        }));
  }

  @Test
  void anAccountNearItsLimitIsNamed() throws Exception {
    scripts.ledger.setLimits("shop", Limits.builder().total(ITERATIONS, 100).build());
    scripts.ledger.setLimits("bank", Limits.builder().total(ITERATIONS, 100).build());
    scripts.evaluate("shop", "a.js", ITERATIONS, 95);
    scripts.evaluate("bank", "a.js", ITERATIONS, 80);
    IResult result = result("AccountNearLimit");
    assertResult(
        result, Severity.WARNING, "At most, account 'shop' used 95 % of total.iterations.");
    assertThat(result.getExplanation())
        .isEqualTo(
            "account 'shop' used 95 % of total.iterations; account 'bank' used 80 % of"
                + " total.iterations");
    assertThat(result.getSolution()).startsWith("Raise or refill the limit");
  }

  @Test
  void thresholdsAreExact() throws Exception {
    scripts.ledger.setLimits("shop", Limits.builder().total(ITERATIONS, 1000).build());
    scripts.evaluate("shop", "a.js", ITERATIONS, 750);
    IResult result = result("AccountNearLimit");
    assertThat(result.getSeverity()).isEqualTo(Severity.INFO);
    assertThat(score(result)).isEqualTo(25 + 50 * (75 - 70) / 20.0);
  }

  @Test
  void anAccountFarFromItsLimitIsFine() throws Exception {
    scripts.ledger.setLimits("shop", Limits.builder().total(ITERATIONS, 100).build());
    scripts.evaluate("shop", "a.js", ITERATIONS, 50);
    assertResult(
        result("AccountNearLimit"),
        Severity.OK,
        "At most, account 'shop' used 50 % of total.iterations.");
  }

  @Test
  void anEvaluationThatDominatesIsNamed() throws Exception {
    for (int i = 0; i < 10; i++) {
      scripts.evaluate("shop", "a.js", ITERATIONS, 100);
    }
    scripts.evaluate("shop", "huge.js", ITERATIONS, 9_000);
    IResult result = result("DominatingEvaluation");
    assertResult(
        result,
        Severity.WARNING,
        "The dearest of 11 evaluations took 90 % of all fuel: evaluation 11 of account 'shop',"
            + " script 'huge.js' (completed).");
  }

  @Test
  void anEvaluationThatDominatesAndNeverEndsIsNamed() throws Exception {
    for (int i = 0; i < 9; i++) {
      scripts.evaluate("shop", "a.js", ITERATIONS, 100);
    }
    Object endless = scripts.start("shop", "endless.js");
    assertThat(scripts.count(endless, ITERATIONS, 2_700)).isNull();
    assertResult(
        result("DominatingEvaluation"),
        Severity.WARNING,
        "The dearest of 10 evaluations took 75 % of all fuel: evaluation 10 of account 'shop',"
            + " script 'endless.js' (so far).");
  }

  @Test
  void evaluationsThatCostTheSameAreFine() throws Exception {
    for (int i = 0; i < 10; i++) {
      scripts.evaluate("shop", "a.js", ITERATIONS, 100);
    }
    IResult result = result("DominatingEvaluation");
    assertThat(result.getSummary())
        .startsWith("The dearest of 10 evaluations took 10 % of all fuel: evaluation ");
    assertThat(result.getSeverity()).isEqualTo(Severity.OK);
  }

  @Test
  void aStormOfBreachesIsNamed() throws Exception {
    scripts.ledger.setLimits("shop", Limits.builder().perEvaluation(ITERATIONS, 5).build());
    for (int i = 0; i < 120; i++) {
      scripts.evaluate("shop", "a.js", ITERATIONS, 6);
    }
    IResult result = result("BreachStorm");
    assertResult(
        result,
        Severity.WARNING,
        "At most, 120 evaluations of account 'shop' were stopped or denied within a minute, mostly"
            + " by limit.iterations.");
    assertThat(result.getExplanation())
        .isEqualTo("Of all accounts, 120 evaluations were stopped or denied.");
  }

  @Test
  void aFewBreachesAreFine() throws Exception {
    scripts.ledger.setLimits("shop", Limits.builder().perEvaluation(ITERATIONS, 5).build());
    for (int i = 0; i < 9; i++) {
      scripts.evaluate("shop", "a.js", ITERATIONS, 6);
    }
    assertThat(result("BreachStorm").getSeverity()).isEqualTo(Severity.OK);
  }

  @Test
  void refusedClassesAreNamed() throws Exception {
    scripts.refuse("org.mozilla.javascript.gen.large_1");
    IResult result = result("UnmeteredClasses");
    assertResult(result, Severity.INFO, "Classes that cannot be metered and were refused: 1.");
    assertThat(result.getExplanation())
        .isEqualTo(
            "'org.mozilla.javascript.gen.large_1' of script 'large.js': 'its method would be too"
                + " large'");
  }

  @Test
  void aRhinoThatIsNotMeteredIsAWarning() throws Exception {
    scripts.publisher.proof("Rhino 9", "compiled", "counted 0 of 10");
    IResult result = result("UnmeteredClasses");
    assertResult(
        result,
        Severity.WARNING,
        "Rhino cannot be metered in this JVM, so that its scripts are refused.");
    assertThat(result.getExplanation()).isEqualTo("'counted 0 of 10'");
  }

  @Test
  void memoryThatTheTariffDoesNotSeeIsAWarning() throws Exception {
    scripts.evaluate("shop", "host.js", ALLOCATED_BYTES, 100_000, () -> allocate(80));
    IResult result = result("Tariff");
    assertThat(result.getSummary())
        .startsWith("At most, script 'host.js' was charged 0.1 MiB and the JVM says 80.");
    assertThat(result.getSeverity()).isEqualTo(Severity.WARNING);
    assertThat(result.getSolution()).startsWith("Host objects that the script calls allocate");
  }

  @Test
  void memoryThatIsChargedAndNotTakenIsAWarning() throws Exception {
    scripts.evaluate("shop", "a.js", ALLOCATED_BYTES, 900L * MIB);
    IResult result = result("Tariff");
    assertThat(result.getSummary())
        .startsWith("At most, script 'a.js' was charged 900.0 MiB and the JVM says 0.");
    assertThat(result.getSeverity()).isEqualTo(Severity.WARNING);
    assertThat(result.getSolution()).startsWith("The script pays for memory that it does not take");
  }

  @Test
  void aTariffCloseToTheJvmIsFine() throws Exception {
    scripts.evaluate("shop", "a.js", ALLOCATED_BYTES, 80L * MIB, () -> allocate(80));
    assertThat(result("Tariff").getSeverity()).isEqualTo(Severity.OK);
  }

  @Test
  void recordingsWithoutMeteredScriptsAreNotJudged() throws Exception {
    record("tachograph.MeterSnapshot");
    scripts.evaluate("shop", "a.js", ITERATIONS, 10);
    assertThat(results().values()).extracting(IResult::getSeverity).containsOnly(Severity.NA);
  }

  @Test
  void whatWasSwitchedOffIsNotFine() throws Exception {
    record("tachograph.LimitExceeded");
    scripts.ledger.setLimits("shop", Limits.builder().perEvaluation(ITERATIONS, 5).build());
    scripts.evaluate("shop", "a.js", ITERATIONS, 6);
    Map<String, IResult> results = results();
    assertResult(
        results.get("BreachStorm"),
        Severity.NA,
        "The recording has no tachograph.LimitExceeded, though 1 or more were counted: they came before"
            + " it, or were not recorded.");
    assertThat(results.get("AccountNearLimit").getSeverity()).isEqualTo(Severity.OK);
  }

  @Test
  void theHtmlReportShowsResultsAndKeepsNamesAsText() throws Exception {
    scripts.ledger.setLimits("<b>shop</b>", Limits.builder().total(ITERATIONS, 100).build());
    scripts.evaluate("<b>shop</b>", "{score}\u0007<img src=x>.js", ITERATIONS, 95);
    String report = JfrHtmlRulesReport.createReport(file().toFile());
    assertThat(report)
        .contains("Account Near Its Limit", "Breach Storm", "Dominating Evaluation")
        .contains("Memory Tariff Far From The JVM", "Unmetered Classes")
        .contains("&lt;b&gt;shop&lt;/b&gt;", "used 95 % of total.iterations")
        .doesNotContain("<b>shop</b>", "<img src=x>");
  }
}
