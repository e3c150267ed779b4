import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.mozilla.javascript.Context;

/** Answers with the result of a script, on the Rhino of its web application. */
public final class ScriptServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  private static final String SCRIPT =
      "function prime(n) { for (var d = 2; d * d <= n; d++) if (n % d == 0) return false;"
          + " return n > 1; }"
          + "var found = 0; for (var n = 0; n < 1000; n++) { if (prime(n)) found++; } found;";

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Context context = Context.enter();
    try {
      Object result =
          context.evaluateString(
              context.initStandardObjects(),
              SCRIPT,
              request.getContextPath() + "/script.js",
              1,
              null);
      response
          .getWriter()
          .print(context.getImplementationVersion() + " " + Context.toString(result));
    } finally {
      Context.exit();
    }
  }
}
