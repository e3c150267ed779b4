package dev.tachograph.bench.sandbox;

import dev.tachograph.engine.ScriptSource;

/** The scripts that sandboxes are measured with. */
final class Scripts {
  /** What a report or a rule asks. */
  static final ScriptSource SMALL =
      new ScriptSource("small.js", "var net = 120, rate = 0.19; net + net * rate");

  private Scripts() {}

  /**
   * 200 lines with 40 functions, of which a run calls all.
   *
   * @param number makes it another program
   */
  static ScriptSource medium(int number) {
    StringBuilder text = new StringBuilder("var total = ").append(number).append(";\n");
    for (int i = 0; i < 40; i++) {
      text.append(
          """
          function step%1$d(order) {
            var price = order.amount * %1$d, tax = price * 0.19;
            return { name: 'step %1$d', price: price, tax: tax, total: price + tax };
          }
          total += step%1$d({ amount: %1$d }).total;
          """
              .formatted(i));
    }
    return new ScriptSource("medium.js", text.append("total").toString());
  }
}
