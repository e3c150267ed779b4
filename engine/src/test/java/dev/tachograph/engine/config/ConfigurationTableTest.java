package dev.tachograph.engine.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The table in the documentation is what the code says. */
class ConfigurationTableTest {
  private static String table(List<Option<?>> options, String section) {
    StringBuilder table = new StringBuilder("| key | value | default | |\n|---|---|---|---|\n");
    for (Option<?> option : options) {
      table.append(
          "| `%s` | %s | %s | %s |\n"
              .formatted(
                  section + option.name(),
                  option.type().words(),
                  option.preset().isEmpty() ? "" : "`" + option.preset() + "`",
                  option.meaning()));
    }
    return table.toString();
  }

  @Test
  void theTablesNameAllKeys() throws IOException {
    String page = Files.readString(Path.of("../docs/configuration.md"));

    assertThat(page)
        .contains(table(Option.ENGINE, ""))
        .contains(table(Option.SANDBOX, "sandbox."))
        .contains(table(Option.ACCOUNT, "account.NAME."));
  }

  @Test
  void defaultsAreValid() {
    Option.all()
        .filter(option -> !option.preset().isEmpty())
        .forEach(option -> assertThat(option.type().parser().parse(option.preset())).isNotNull());
  }

  @Test
  void variablesAreNamedAfterKeys() {
    assertThat(Variables.of("cache.hotAfter")).isEqualTo("TACHOGRAPH_CACHE_HOT_AFTER");
    assertThat(Variables.of("account.tenant-7.limit.cpuTime"))
        .isEqualTo("TACHOGRAPH_ACCOUNT_TENANT_7_LIMIT_CPU_TIME");
    assertThat(Option.all().map(option -> Variables.of(option.name()))).doesNotHaveDuplicates();
  }
}
