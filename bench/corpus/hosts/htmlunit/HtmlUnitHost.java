import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.htmlunit.MockWebConnection;
import org.htmlunit.WebClient;
import org.htmlunit.html.HtmlPage;

/**
 * Loads a page, lets its scripts run, presses its button, and prints its text; once more for each
 * line that it reads.
 */
public final class HtmlUnitHost {
  private HtmlUnitHost() {}

  public static void main(String[] args) throws Exception {
    String page = Files.readString(Path.of(args[0]));
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    do {
      System.out.println(text(page));
    } while (in.readLine() != null);
  }

  private static String text(String source) throws Exception {
    try (WebClient client = new WebClient()) {
      MockWebConnection network = new MockWebConnection();
      network.setDefaultResponse(source);
      client.setWebConnection(network);
      HtmlPage page = client.getPage("http://page.example/");
      client.waitForBackgroundJavaScript(10_000);
      page.getHtmlElementById("press").click();
      return page.getElementById("result").getTextContent();
    }
  }
}
