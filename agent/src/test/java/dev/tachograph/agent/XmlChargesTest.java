package dev.tachograph.agent;

import static dev.tachograph.meter.Resource.ALLOCATED_BYTES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tachograph.meter.Limits;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nodes of XML are the JDK's, and cost bytes before they are made, in any Rhino that has XML. */
class XmlChargesTest {
  private static final int LIMIT = 1 << 20;

  private static OtherRhino rhino(String jar) {
    return new OtherRhino(OtherRhino.jar(jar), false);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"org.mozilla.javascript-1.7.2", "rhino-1.7.7.2", "rhino-1.7.13", "rhino-1.7.15.1"})
  void whateverMakesNodesIsStopped(String jar) {
    OtherRhino rhino = rhino(jar);
    String[] endless = {
      "var x = <a><b/></a>; for (;;) x.appendChild(x.copy());",
      "var all = []; for (;;) all.push(<a/>);",
      "var x = <a/>; for (var i = 0;; i++) x.@['a' + i] = 'v';",
      "var s = ''; for (var i = 0; i < 3000; i++) s += '<b/>'; new XML('<a>' + s + s + s + '</a>');",
      "var x = <a/> + <b/>; for (;;) x += x;",
    };
    for (int i = 0; i < endless.length; i++) {
      String script = "xml-%s-%d.js".formatted(jar, i);
      WovenJvm.ledger()
          .setLimits(script, Limits.builder().perEvaluation(ALLOCATED_BYTES, LIMIT).build());
      assertThat(rhino.run(script, endless[i], true))
          .as(endless[i])
          .contains("allocatedBytes")
          .contains("limit " + LIMIT);
    }
  }

  /** A copy of a hundred elements costs what a hundred elements cost, and works as ever. */
  @ParameterizedTest
  @ValueSource(strings = {"rhino-1.7.13", "rhino-1.7.15.1"})
  void aCopyCostsAllThatItCopies(String jar) {
    OtherRhino metered = rhino(jar);
    OtherRhino plain = new OtherRhino(OtherRhino.jar(jar), true);
    String source =
        "var x = <a c='d'/>; for (var i = 0; i < 100; i++) x.appendChild(<b>{i}</b>);"
            + "var y = x.copy(); y.b[7] = 'seven'; '' + x.b[7] + y.b[7] + y.@c + y.b.length()";
    ParityTest.Counted counted = ParityTest.Counted.of(() -> metered.run("copy.js", source, true));
    assertThat(counted.result()).isEqualTo(plain.run("copy.js", source, true));
    assertThat(counted.result()).isEqualTo("7sevend100");

    assertThat(ofCopy(metered, 200) - ofCopy(metered, 100))
        .as("two nodes for each, three characters, and 32 bytes of what Rhino makes itself")
        .isEqualTo(100 * (2 * 200 + 3 * 2 + 32));
  }

  private static long ofCopy(OtherRhino rhino, int elements) {
    String made = "var x = <a/>; for (var i = 0; i < %d; i++) x.appendChild(<b>{i}</b>);";
    ParityTest.Counted less =
        ParityTest.Counted.of(() -> rhino.run("less.js", made.formatted(elements) + "x.@c", true));
    ParityTest.Counted more =
        ParityTest.Counted.of(
            () -> rhino.run("more.js", made.formatted(elements) + "x.copy().@c", true));
    return more.usage().get(ALLOCATED_BYTES) - less.usage().get(ALLOCATED_BYTES);
  }
}
