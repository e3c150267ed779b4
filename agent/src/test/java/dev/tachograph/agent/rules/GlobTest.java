package dev.tachograph.agent.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {
  @ParameterizedTest
  @CsvSource({
    "plugins/*.js, plugins/a.js, true",
    "plugins/*.js, plugins/deep/a.js, true",
    "plugins/*.js, plugins/.js, true",
    "plugins/*.js, plugins/a.jsx, false",
    "plugins/*.js, Plugins/a.js, false",
    "plugins/*.js, my/plugins/a.js, false",
    "*, '', true",
    "**, a, true",
    "?, '', false",
    "?, ab, false",
    "a?c, abc, true",
    "a?c, ac, false",
    "*a*b, xxaxxbxxb, true",
    "*a*b, xxbxxa, false",
    "a.c, abc, false",
    "(native), (native), true",
    "a*a, a, false",
  })
  void matchesWholeNames(String pattern, String text, boolean matches) {
    assertThat(new Glob(pattern).matches(text)).isEqualTo(matches);
    assertThat(new Glob(pattern).capture(text) != null).isEqualTo(matches);
  }

  @Test
  void tellsWhatEachStarStandsFor() {
    assertThat(new Glob("http-*-exec-*").capture("http-nio-8080-exec-3"))
        .containsExactly("nio-8080", "3");
    assertThat(new Glob("*/*.js").capture("a/b/c.js.js")).containsExactly("a", "b/c.js");
    assertThat(new Glob("**b").capture("ab")).isEqualTo(List.of("", "a"));
    assertThat(new Glob("a?c").capture("abc")).isEmpty();
  }

  /** Text that has the pattern's parts in it wherever one of them is looked for. */
  @Test
  void hostileNamesTakeNoTime() {
    String name = "a".repeat(20_000);
    Glob glob = new Glob("*a".repeat(50) + "*b");
    Assertions.assertTimeout(Duration.ofSeconds(5), () -> assertThat(glob.matches(name)).isFalse());
  }
}
