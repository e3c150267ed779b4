package dev.tachograph.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of a recording, as a browser shows it. */
class ReportPageIT {
  private static final String HOSTILE = "</script><img src=x onerror=alert(1)>.js";
  private static final String ROWS =
      "[...document.querySelectorAll('#scripts-table tbody tr')]"
          + ".map(row => row.cells[0].textContent).join('|')";

  private final Path java = ForkedJvm.jdks().get(0);

  @TempDir Path directory;
  private Path recording;
  private Path page;

  @BeforeEach
  void record() {
    recording = directory.resolve("app.jfr");
    page = directory.resolve("report.html");
    ForkedJvm.java(java)
        .with("-XX:StartFlightRecording=filename=" + recording)
        .withAgent("limit.iterations=100")
        .withMain(
            ScriptHost.class,
            "ten.js=for (var i = 0; i < 10; i++); i",
            "call.js=function f() {}\nwhile (true) f()",
            HOSTILE.replace("=", "-") + "=for (var i = 0; i < 50; i++); i")
        .run()
        .succeeded();
  }

  @Test
  void aBrowserSortsSearchesAndDrawsIt() throws Exception {
    Optional<Path> program = Chromium.program();
    if (program.isEmpty()) {
      System.err.println("SKIPPED: no chromium on the PATH, so the report page was not opened");
    }
    assumeTrue(program.isPresent(), "no chromium on the PATH: apt-get install chromium");
    String hostile = HOSTILE.replace("=", "-");
    report("-o", page.toString()).succeeded();

    try (Chromium chromium =
        Chromium.start(
            program.orElseThrow(), Files.createDirectory(directory.resolve("profile")))) {
      chromium.prefer("light");
      chromium.open(page);
      assertThat(chromium.evaluate("document.documentElement.dataset.ready")).isEqualTo("true");

      // The hostile name is text, and was not run.
      assertThat(chromium.evaluate("document.querySelectorAll('img').length")).isEqualTo("0");
      assertThat(chromium.evaluate(ROWS)).isEqualTo("call.js|" + hostile + "|ten.js");

      // By mouse: up, then down.
      chromium.evaluate("document.querySelector('#scripts-table th button').click()");
      assertThat(chromium.evaluate(ROWS)).isEqualTo(hostile + "|call.js|ten.js");
      assertThat(sorted(chromium, 0)).isEqualTo("ascending");

      // By keyboard: the next header takes the focus, shows it, and Enter sorts.
      chromium.evaluate("document.querySelector('#scripts-table th button').focus()");
      chromium.press("Tab", 9, "");
      chromium.press("Tab", 9, "");
      assertThat(chromium.evaluate("document.activeElement.textContent")).isEqualTo("fuel");
      assertThat(chromium.evaluate("getComputedStyle(document.activeElement).outlineStyle"))
          .isEqualTo("solid");
      chromium.press("Enter", 13, "\\r");
      assertThat(sorted(chromium, 2)).isEqualTo("descending");
      assertThat(sorted(chromium, 0)).isEqualTo("none");
      chromium.press("Enter", 13, "\\r");
      assertThat(sorted(chromium, 2)).isEqualTo("ascending");
      assertThat(chromium.evaluate(ROWS)).isEqualTo("ten.js|" + hostile + "|call.js");

      // Search
      chromium.evaluate(
          "(() => { const search = document.getElementById('scripts-search'); search.value = 'CALL';"
              + " search.dispatchEvent(new Event('input')); })()");
      assertThat(chromium.evaluate(ROWS)).isEqualTo("call.js");

      // The breach, where it was
      assertThat(chromium.evaluate("document.querySelector('#breaches-table tbody').textContent"))
          .contains("call.js:2", "limit.iterations", "101", "100");

      // Charts, light and dark
      assertThat(chromium.evaluate("document.querySelectorAll('#lines canvas').length"))
          .isEqualTo("2");
      assertThat(chromium.evaluate("document.querySelectorAll('#lines figcaption')[1].textContent"))
          .isEqualTo("At most 101; limit.iterations is 100, so 101% of it. 1 breach.");
      String light = pixels(chromium);
      assertThat(chromium.evaluate("getComputedStyle(document.body).backgroundColor"))
          .isEqualTo("rgb(246, 247, 249)");
      chromium.prefer("dark");
      assertThat(chromium.evaluate("getComputedStyle(document.body).backgroundColor"))
          .isEqualTo("rgb(17, 21, 28)");
      assertThat(pixels(chromium)).isNotEqualTo(light);

      assertThat(chromium.complaints()).isEmpty();
    }
  }

  @Test
  void aPageIsWrittenWholeOrNotAtAll() throws Exception {
    Files.writeString(page, "old");
    Path absent = directory.resolve("absent.jfr");
    ForkedJvm.Result failed = report("-o", page.toString(), absent.toString());
    assertThat(failed.exitCode()).isEqualTo(1);
    assertThat(failed.stderr()).isEqualTo(absent + ": no such file" + System.lineSeparator());
    assertThat(Files.readString(page)).isEqualTo("old");

    report("--html", page.toString()).succeeded();
    assertThat(Files.readString(page))
        .startsWith("<!DOCTYPE html>")
        .contains("limit.iterations=100");

    assertThat(report("-o", recording.toString()).stderr())
        .contains(recording + ": is a recording to be read, and would be overwritten");
    assertThat(report("-o", directory.toString()).stderr())
        .contains(directory + ": is a directory; name a file in it");
    assertThat(report("-o", directory.resolve("no/report.html").toString()).stderr())
        .contains("there is no directory " + directory.resolve("no"));
    try (var files = Files.list(directory)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("app.jfr", "report.html");
    }
  }

  private ForkedJvm.Result report(String... arguments) {
    return ForkedJvm.java(java)
        .with("-jar", System.getProperty("tachograph.agent.jar"), "report", recording.toString())
        .with(arguments)
        .run();
  }

  private static String sorted(Chromium chromium, int column) throws Exception {
    return chromium.evaluate(
        "document.querySelectorAll('#scripts-table th')[" + column + "].getAttribute('aria-sort')");
  }

  /** The first chart, after the page drew what it wanted to. */
  private static String pixels(Chromium chromium) throws Exception {
    return chromium.evaluate(
        "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() =>"
            + " done(document.querySelector('#lines canvas').toDataURL()))))");
  }
}
