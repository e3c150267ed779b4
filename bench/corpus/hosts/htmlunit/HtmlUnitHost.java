import java.nio.file.Files;
import java.nio.file.Path;
import org.htmlunit.MockWebConnection;
import org.htmlunit.WebClient;
import org.htmlunit.html.HtmlPage;

/** Loads a page, lets its scripts run, presses its button, and prints its text. */
public final class HtmlUnitHost {
  private HtmlUnitHost() {}

  public static void main(String[] args) throws Exception {
    try (WebClient client = new WebClient()) {
      MockWebConnection network = new MockWebConnection();
      network.setDefaultResponse(Files.readString(Path.of(args[0])));
      client.setWebConnection(network);
      HtmlPage page = client.getPage("http://page.example/");
      client.waitForBackgroundJavaScript(10_000);
      page.getHtmlElementById("press").click();
      System.out.println(page.getElementById("result").getTextContent());
    }
  }
}
