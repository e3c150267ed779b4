package dev.tachograph.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tachograph.jfr.FlightRecorderPublisher;
import dev.tachograph.jfr.WeavingTotals;
import dev.tachograph.meter.Ledger;
import dev.tachograph.meter.attribution.Attribution;
import dev.tachograph.meter.attribution.CallRecorder;
import dev.tachograph.meter.attribution.CallSite;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import jdk.jfr.Recording;
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

      assertThat(chromium.evaluate("document.getElementById('functions').textContent"))
          .contains("attribution=function");

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
  void aBrowserZoomsInFlameGraphs() throws Exception {
    Optional<Path> program = Chromium.program();
    assumeTrue(program.isPresent(), "no chromium on the PATH: apt-get install chromium");
    recordFunctions();
    report("-o", page.toString()).succeeded();

    try (Chromium chromium =
        Chromium.start(
            program.orElseThrow(), Files.createDirectory(directory.resolve("profile")))) {
      chromium.open(page);
      assertThat(chromium.evaluate("document.documentElement.dataset.ready")).isEqualTo("true");
      assertThat(chromium.evaluate("document.querySelectorAll('img').length")).isEqualTo("0");

      // The whole, by iterations: a frame has its share of the width, and what is called is below.
      assertThat(frames(chromium))
          .isEqualTo(
              "all accounts 100%%|shop 75%%|till 25%%|(script) (%1$s) 75%%|(script) (%1$s) 25%%|f (%1$s:3) 50%%"
                  .formatted(HOSTILE));
      assertThat(focused(chromium, "f (")).contains("40, 50.0% of all accounts; 40 by itself");

      // By mouse: a click makes the account as wide as the graph, and there is a way back.
      chromium.evaluate("document.querySelectorAll('.frame')[1].click()");
      assertThat(frames(chromium))
          .isEqualTo(
              "all accounts 100%%|shop 100%%|(script) (%1$s) 100%%|f (%1$s:3) 66.6667%%"
                  .formatted(HOSTILE));
      chromium.evaluate(
          "[...document.querySelectorAll('button')].find(b => b.textContent === 'Zoom out').click()");
      assertThat(frames(chromium)).startsWith("all accounts 100%|shop 75%|till 25%|");

      // By keyboard: down twice, Enter, and Escape.
      chromium.evaluate("document.querySelector('.frame[tabindex=\"0\"]').focus()");
      chromium.press("ArrowDown", 40, "");
      assertThat(active(chromium)).isEqualTo("shop");
      chromium.press("ArrowRight", 39, "");
      assertThat(active(chromium)).isEqualTo("till");
      chromium.press("Enter", 13, "\\r");
      assertThat(frames(chromium))
          .isEqualTo("all accounts 100%%|till 100%%|(script) (%s) 100%%".formatted(HOSTILE));
      chromium.press("Escape", 27, "");
      assertThat(frames(chromium)).startsWith("all accounts 100%|shop 75%|till 25%|");
      assertThat(active(chromium)).isEqualTo("all accounts");

      // Search says how much of what is shown it found.
      chromium.evaluate(
          "(() => { const search = document.getElementById('flame-search'); search.value = 'F (';"
              + " search.dispatchEvent(new Event('input')); })()");
      assertThat(chromium.evaluate("document.querySelectorAll('.frame.match').length"))
          .isEqualTo("1");
      assertThat(chromium.evaluate("document.querySelector('#functions .bar').textContent"))
          .contains("1 frame matches: 50.0% of what is shown");

      // Another measure and account
      select(chromium, "flame-measure", "allocatedBytes");
      select(chromium, "flame-account", "shop");
      assertThat(frames(chromium))
          .isEqualTo("shop 100%%|(script) (%1$s) 100%%|f (%1$s:3) 100%%".formatted(HOSTILE));
      assertThat(focused(chromium, "f (")).contains("64.0 B, 100.0% of shop; 64.0 B by itself");

      // Tables of functions and lines
      assertThat(
              chromium.evaluate(
                  "[...document.querySelectorAll('#function-costs-table tbody tr')[0].cells]"
                      + ".map(cell => cell.textContent).join('|')"))
          .isEqualTo("f|" + HOSTILE + ":3|shop|16,184|16,184|40|40|1|1|64.0 B|64.0 B");
      assertThat(
              chromium.evaluate(
                  "document.querySelectorAll('#line-costs-table tbody tr')[0].textContent"))
          .startsWith("f" + HOSTILE + ":8shop");

      chromium.prefer("light");
      String light = colour(chromium);
      chromium.prefer("dark");
      assertThat(colour(chromium)).isNotEqualTo(light);
      assertThat(chromium.complaints()).isEmpty();
    }
  }

  /** Without an agent: an account with a function that takes 40 of 60 iterations, and another. */
  private void recordFunctions() throws Exception {
    Attribution attribution = new Attribution();
    CallSite main = attribution.site(new CallSite(HOSTILE, "", 0));
    CallSite f = attribution.site(new CallSite(HOSTILE, "f", 3));
    long[] none = {0, 0, 0, 0};
    FlightRecorderPublisher publisher =
        FlightRecorderPublisher.install(new Ledger(), WeavingTotals::none, attribution);
    try (Recording events = new Recording()) {
      events.start();
      CallRecorder shop = attribution.open("shop", 1, none);
      shop.charge(0, 0, 0, 0);
      Object host = shop.enter(main);
      shop.charge(20, 0, 0, 0);
      Object caller = shop.enter(f);
      shop.charge(20, 0, 0, 0);
      shop.line(8);
      shop.charge(60, 1, 64, 0);
      shop.leave(caller);
      shop.charge(60, 1, 64, 0);
      shop.leave(host);
      attribution.close(1, new long[] {60, 1, 64, 0});
      CallRecorder till = attribution.open("till", 2, none);
      Object outside = till.enter(main);
      till.charge(20, 0, 0, 0);
      till.leave(outside);
      attribution.close(2, new long[] {20, 0, 0, 0});
      events.stop();
      Files.delete(recording);
      events.dump(recording);
    } finally {
      publisher.close();
    }
  }

  /** The frames that are drawn: what is in them, and how wide they are. */
  private static String frames(Chromium chromium) throws Exception {
    return chromium.evaluate(
        "[...document.querySelectorAll('.frame')]"
            + ".map(frame => frame.textContent + ' ' + frame.style.width).join('|')");
  }

  /** What the page says of a frame that has the focus. */
  private static String focused(Chromium chromium, String start) throws Exception {
    return chromium.evaluate(
        "(() => { [...document.querySelectorAll('.frame')].find(frame => frame.textContent.startsWith('"
            + start
            + "')).focus(); return document.getElementById('flame-about').textContent; })()");
  }

  private static String active(Chromium chromium) throws Exception {
    return chromium.evaluate("document.activeElement.textContent");
  }

  private static void select(Chromium chromium, String id, String option) throws Exception {
    chromium.evaluate(
        "(() => { const select = document.getElementById('"
            + id
            + "'); select.value = [...select.options].find(o => o.textContent === '"
            + option
            + "').value; select.dispatchEvent(new Event('change')); })()");
  }

  private static String colour(Chromium chromium) throws Exception {
    return chromium.evaluate(
        "getComputedStyle(document.querySelectorAll('.frame')[2]).backgroundColor");
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
