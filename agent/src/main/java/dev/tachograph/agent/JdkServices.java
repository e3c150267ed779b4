package dev.tachograph.agent;

import dev.tachograph.agent.weave.RhinoNames;
import java.math.BigInteger;
import java.text.MessageFormat;
import java.text.Normalizer;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.MissingResourceException;
import java.util.Properties;
import java.util.ResourceBundle;

/**
 * Uses what the JDK initialises at first use and Rhino's built-ins need: big numbers, the exact
 * reading of doubles, Unicode's tables, and the texts of errors.
 *
 * <p>Found by what a JVM logs ({@code -Xlog:class+init}) while scripts use one of everything. Left
 * out is what formats dates and compares by locale: their data take longer to load than all of
 * Rhino, and few scripts need them.
 */
final class JdkServices {
  private JdkServices() {}

  /** Takes some 30 ms in a JVM that has just started. */
  static void use(RhinoNames rhino, ClassLoader loader) {
    BigInteger large = BigInteger.ONE.shiftLeft(200).subtract(BigInteger.TEN);
    int used = large.divide(BigInteger.TEN.pow(25)).toString(3).length();
    used += (int) Double.parseDouble("1234567890123456789012345678901234567890e-38");
    used += Normalizer.normalize("a\u0301", Normalizer.Form.NFC).length();
    used += Normalizer.normalize("\u00e1", Normalizer.Form.NFKD).length();
    used += MessageFormat.format("{0}", used).length();
    Properties texts = new Properties();
    texts.setProperty("a", "b");
    used += new HashMap<>(texts).size();
    assert used > 0;
    String messages = rhino.of("resources.Messages").replace('/', '.');
    // The first has a few lines, which for the JDK is as good as all; old versions have the second.
    for (String bundle : List.of(messages + "_en", messages)) {
      if (isFound(bundle, loader)) {
        break;
      }
    }
  }

  /** Another version may keep it in another place; the JDK's part of it is initialised. */
  private static boolean isFound(String bundle, ClassLoader loader) {
    try {
      return ResourceBundle.getBundle(bundle, Locale.ROOT, loader) != null;
    } catch (MissingResourceException elsewhere) {
      return false;
    }
  }
}
