package dev.tachograph.agent.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A page that hostile names cannot leave. */
class ReportPageTest {
  @Test
  void dataCannotEndTheirElement() {
    String page =
        ReportPage.of(Map.of("name", "</script><!--<script>alert(1)//&\u2028\u2029 @SCRIPT@ $1"));

    assertThat(page)
        .contains(
            "<script type=\"application/json\" id=\"data\">{\"name\":\""
                + "\\u003c/script\\u003e\\u003c!--\\u003cscript\\u003ealert(1)//"
                + "\\u0026\\u2028\\u2029 @SCRIPT@ $1\"}</script>")
        .doesNotContain("alert(1)//&");
  }

  @Test
  void thePolicyKnowsTheHashesOfWhatIsInThePageAndNothingElse() throws Exception {
    String page = ReportPage.of(Map.of());
    List<String> hashes = new ArrayList<>();
    Matcher inline = Pattern.compile("(?s)<(style|script)>(.*?)</\\1>").matcher(page);
    while (inline.find()) {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(inline.group(2).getBytes(StandardCharsets.UTF_8));
      hashes.add("'sha256-" + Base64.getEncoder().encodeToString(digest) + "'");
    }

    assertThat(hashes).hasSize(4);
    assertThat(page)
        .contains(
            "content=\"default-src 'none'; base-uri 'none'; form-action 'none'; style-src "
                + hashes.get(0)
                + "; script-src "
                + hashes.get(1)
                + " "
                + hashes.get(2)
                + " "
                + hashes.get(3)
                + "\"");
  }

  @Test
  void nothingIsLoadedFromElsewhere() {
    assertThat(ReportPage.of(Map.of()))
        .doesNotContain("src=", "@import", "url(", "sourceMappingURL", "innerHTML", "<link")
        .contains("Chart.js v", "Released under the MIT License");
  }
}
