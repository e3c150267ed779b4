package dev.tachograph.bench.corpus;

/** Scripts as applications have them, which sandboxes and other engines are measured with. */
public final class SampleScripts {
  /** What a report or a rule asks. */
  public static final String SMALL = "var net = 120, rate = 0.19; net + net * rate";

  private SampleScripts() {}

  /**
   * 200 lines with 40 functions, of which a run calls all.
   *
   * @param number makes it another program
   */
  public static String medium(int number) {
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
    return text.append("total").toString();
  }
}
