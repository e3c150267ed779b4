package dev.tachograph.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.mozilla.javascript.Context;

/** The promises that were rejected and that nobody handles are their own Context's affair. */
class RejectionsTest {
  private static List<Object> rejections(String source) {
    try (Context cx = Context.enter()) {
      cx.setLanguageVersion(Context.VERSION_ES6);
      cx.setTrackUnhandledPromiseRejections(true);
      cx.evaluateString(cx.initStandardObjects(), source, "rejections.js", 1, null);
      return cx.getUnhandledPromiseTracker().enumerate();
    }
  }

  @Test
  void eachContextHasItsOwn() {
    assertThat(rejections("Promise.reject('mine'); Promise.reject('mine, too')"))
        .containsExactlyInAnyOrder("mine", "mine, too");
    assertThat(rejections("1")).isEmpty();
    assertThat(rejections("var p = Promise.reject('late'); p.catch(function () {})")).isEmpty();
  }
}
