package dev.tachograph.agent.tools;

import dev.tachograph.meter.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A page of HTML with everything inside: styles, the chart library, our scripts, and data.
 *
 * <p>Names and messages are chosen by whoever wrote a script. They are in the page as JSON alone,
 * without a character that could end it, and the script puts them there as text. The page's policy
 * runs our scripts, known by their hashes, and nothing else, and lets nothing out.
 */
final class ReportPage {
  private static final Pattern PLACE = Pattern.compile("@([A-Z]+)@");
  private static final Pattern SPECIAL = Pattern.compile("[<>&\u2028\u2029]");

  private ReportPage() {}

  /**
   * Makes the page.
   *
   * @param data as {@link PageData} makes it
   */
  static String of(Map<String, @Nullable Object> data) {
    String style = resource("report.css");
    String charts = resource("chart.js");
    String flames = resource("flames.js");
    String script = resource("report.js");
    Map<String, String> parts =
        Map.of(
            "POLICY",
            "default-src 'none'; base-uri 'none'; form-action 'none'; style-src "
                + hash(style)
                + "; script-src "
                + hash(charts)
                + " "
                + hash(flames)
                + " "
                + hash(script),
            "STYLE",
            style,
            "DATA",
            harmless(Json.compact(data)),
            "CHARTS",
            charts,
            "FLAMES",
            flames,
            "SCRIPT",
            script);
    // One pass: what is put in is not looked at again.
    return PLACE
        .matcher(resource("report.html"))
        .replaceAll(place -> Matcher.quoteReplacement(parts.get(place.group(1))));
  }

  /** The same JSON without characters that mean anything to HTML or old JavaScript. */
  private static String harmless(String json) {
    return SPECIAL
        .matcher(json)
        .replaceAll(
            found ->
                Matcher.quoteReplacement(
                    "\\u" + HexFormat.of().toHexDigits(found.group().charAt(0))));
  }

  private static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static String resource(String name) {
    try (InputStream in = ReportPage.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the agent's jar has no " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new IllegalStateException("cannot read " + name + " in the agent's jar", unreadable);
    }
  }
}
