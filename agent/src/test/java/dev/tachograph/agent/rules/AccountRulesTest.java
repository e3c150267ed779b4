package dev.tachograph.agent.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccountRulesTest {
  private static final Path FILE = Path.of("rules.properties");

  private final List<String> warnings = new ArrayList<>();

  private static AccountRules rules(String... lines) {
    return AccountRules.of(ConfigFile.parse(FILE, String.join("\n", lines)));
  }

  @Test
  void theFirstRuleThatMatchesCounts() {
    AccountRules rules =
        rules(
            "rule.10.script = *.js",
            "rule.10.account = scripts",
            "rule.2.script = plugins/*.js",
            "rule.2.account = plugins");
    assertThat(rules.size()).isEqualTo(2);
    assertThat(rules.account("plugins/a.js", "", "")).isEqualTo("plugins");
    assertThat(rules.account("a.js", "", "")).isEqualTo("scripts");
    assertThat(rules.account("a.ts", "", "")).isNull();
    assertThat(rules.account("a.ts", "", "")).as("remembered").isNull();
  }

  @Test
  void allConditionsOfARuleHold() {
    AccountRules rules =
        rules(
            "rule.1.script = *.js",
            "rule.1.thread = http-*-exec-*",
            "rule.1.factory = com.acme.*",
            "rule.1.account = web");
    assertThat(rules.lookAtThreads()).isTrue();
    assertThat(rules.lookAtFactories()).isTrue();
    assertThat(rules.account("a.js", "http-nio-exec-1", "com.acme.Factory")).isEqualTo("web");
    assertThat(rules.account("a.ts", "http-nio-exec-1", "com.acme.Factory")).isNull();
    assertThat(rules.account("a.js", "main", "com.acme.Factory")).isNull();
    assertThat(rules.account("a.js", "http-nio-exec-1", "org.acme.Factory")).isNull();
  }

  @Test
  void accountsMayBeNamedAfterWhatIsMatched() {
    AccountRules rules =
        rules(
            "rule.1.script = tenants/*/*.js",
            "rule.1.thread = web-*",
            "rule.1.account = tenant-{1}/{2} of {thread}, {3}",
            "rule.2.script = *",
            "rule.2.account = own:{script}");
    assertThat(rules.account("tenants/7/shop.js", "web-9", ""))
        .isEqualTo("tenant-7/shop of web-9, 9");
    assertThat(rules.account("tenants/$1\\/a.js", "web-1", ""))
        .isEqualTo("tenant-$1\\/a of web-1, 1");
    assertThat(rules.account("vat.js", "web-9", "")).isEqualTo("own:vat.js");
  }

  @Test
  void aRuleMakesALimitedNumberOfAccounts() {
    String[] lines = {"rule.1.script = tenants/*.js", "rule.1.account = tenant-{1}"};
    AccountRules rules = rules(lines).inPlaceOf(rules(), warnings::add);
    for (int i = 0; i < MadeNames.MOST; i++) {
      assertThat(rules.account("tenants/" + i + ".js", "", "")).isEqualTo("tenant-" + i);
    }
    assertThat(warnings).isEmpty();
    assertThat(rules.account("tenants/new.js", "", "")).isEqualTo("tenant-(other)");
    assertThat(rules.account("tenants/newer.js", "", "")).isEqualTo("tenant-(other)");
    assertThat(rules.account("tenants/17.js", "", "")).isEqualTo("tenant-17");
    assertThat(warnings).singleElement().asString().contains("account=tenant-{1}", "10000");
    assertThat(rules.remembered()).isLessThanOrEqualTo(2 * 1_024);

    AccountRules next = rules(lines).inPlaceOf(rules, warnings::add);
    assertThat(next.account("tenants/newest.js", "", ""))
        .as("a rule that stays starts no new count")
        .isEqualTo("tenant-(other)");
    assertThat(next.account("tenants/17.js", "", "")).isEqualTo("tenant-17");
    assertThat(warnings).hasSize(1);
  }

  @Test
  void endlessNamesAndNoNamesAreOthers() {
    AccountRules rules = rules("rule.1.script = *", "rule.1.account = {1}");
    assertThat(rules.account("", "", "")).isEqualTo("(other)");
    assertThat(rules.account("a".repeat(501), "", "")).isEqualTo("(other)");
    assertThat(rules.account("a".repeat(500), "", "")).hasSize(500);
    assertThat(rules.account("a".repeat(5_000), "", "")).isEqualTo("(other)");
  }

  @Test
  void everythingIsUsedBeforeAScriptChoosesWhen() {
    AccountRules.prepare();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "rule.1.scripts=a | line 1: unknown key 'rule.1.scripts': expected rule.<number>. and one of",
        "rule.1=a | unknown key 'rule.1'",
        "rule.x.script=a | line 1: 'x' in rule.x.script is no number of a rule",
        "rule.0.script=a | '0' in rule.0.script is no number",
        "rule.1.script=a | line 1: rule 1 has no account: say who pays with rule.1.account",
        "rule.1.account=a | line 1: rule 1 has no condition",
        "rule.1.script=;rule.1.account=a | line 1: rule.1.script is empty",
        "rule.1.script=a;rule.1.account= | line 2: rule.1.account=: an account needs a name",
        "rule.1.script=a*;rule.1.account={2} | line 2: rule.1.account={2}: {2} stands for a * that",
        "rule.1.script=a*;rule.1.account={thread} | {thread} is unknown: expected {1}",
        "rule.1.script=a;rule.1.account=b;rule.2.script=a;rule.2.account=c | rule 2 is never used",
        "rule.1.script=a*;rule.1.account={} | {} is unknown",
        "rule.1.script=a;;rule.1.script=b | line 3: 'rule.1.script' is given twice, in line 1 too",
      })
  void saysWhatIsWrong(String lines, String message) {
    assertThatThrownBy(() -> rules(lines.split(";")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("config=rules.properties, line ")
        .hasMessageContaining(message);
  }
}
