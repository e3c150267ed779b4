import org.mozilla.javascript.Context;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** A bundle that evaluates a script when it is started. */
public final class ScriptBundle implements BundleActivator {
  private static final String SCRIPT =
      "var words = {}, n = 0;"
          + "for (var i = 0; i < 10000; i++) { n = (n * 31 + i) % 65521; }"
          + "'a b c a'.split(/ /).forEach(function (w) { words[w] = (words[w] || 0) + 1; });"
          + "n + ' ' + JSON.stringify(words) + eval('var k = 0; while (k < 100) { k++; } k');";

  @Override
  public void start(BundleContext bundle) {
    String name = bundle.getBundle().getSymbolicName();
    Context context = Context.enter();
    try {
      Object result =
          context.evaluateString(context.initStandardObjects(), SCRIPT, name, 1, null);
      System.out.println(name + " " + context.getImplementationVersion() + " " + result);
    } finally {
      Context.exit();
    }
  }

  @Override
  public void stop(BundleContext bundle) {}
}
