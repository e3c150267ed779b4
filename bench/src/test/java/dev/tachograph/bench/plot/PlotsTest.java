package dev.tachograph.bench.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class PlotsTest {
  private static final String FIRST_COLOUR = "rgb(0,114,178)";
  private static final String SECOND_COLOUR = "rgb(230,159,0)";
  private static final List<String> PROGRAMS = List.of("scheduler", "tight-loop", "a<b>&c");

  @TempDir private Path folder;

  @Test
  void barsHaveTheirNamesAndWhiskersAndALineAtOne() throws Exception {
    Document chart = bars("ratio to plain Rhino");
    assertThat(texts(chart))
        .contains("Cost", "ratio to plain Rhino", "metered", "limited by time")
        .containsAll(PROGRAMS);
    assertThat(marks(chart, "rect", FIRST_COLOUR)).hasSize(3);
    assertThat(marks(chart, "rect", SECOND_COLOUR)).as("one is missing").hasSize(2);
    assertThat(inked(chart))
        .as("three lines for each of 4 whiskers, and the one at 1")
        .isEqualTo(13);
  }

  @Test
  void aWhiskerEndsWhereItsBoundsAre() throws Exception {
    Document chart = bars("ms");
    assertThat(inked(chart)).as("without the line at 1").isEqualTo(12);
    List<Double> lengths = new ArrayList<>();
    for (Element line : elements(chart, "line")) {
      if (isInk(line) && line.getAttribute("x1").equals(line.getAttribute("x2"))) {
        lengths.add(Math.abs(number(line, "y1") - number(line, "y2")));
      }
    }
    double bar = number(rect(chart), "height");
    assertThat(lengths.get(0) / bar).as("0.9 to 1.5 around 1").isCloseTo(0.6, offset(0.02));
  }

  @Test
  void linesHaveTheirTitlesAndPoints() throws Exception {
    Document chart = lines("lines.svg");
    assertThat(texts(chart))
        .contains("Growth", "accounts", "microseconds", "plain", "metered", "1", "100,000");
    NodeList circles = chart.getElementsByTagName("circle");
    assertThat(circles.getLength()).as("6 of each; 0 is not on a logarithmic axis").isEqualTo(14);
  }

  @Test
  void theSameFiguresGiveTheSameBytes() throws Exception {
    lines("one.svg");
    lines("other.svg");
    assertThat(folder.resolve("one.svg")).hasSameBinaryContentAs(folder.resolve("other.svg"));
  }

  @Test
  void aSeriesThatDoesNotFitIsRefused() {
    assertThatThrownBy(
            () ->
                Plots.bars(
                    folder.resolve("bars.svg"),
                    "Cost",
                    "ms",
                    PROGRAMS,
                    Map.of("metered", List.of(Bar.of(1)))))
        .hasMessageContaining("'metered' has 1 bars for 3 categories");
  }

  @Test
  void marksOfALogarithmicAxisArePowersOfTen() {
    assertThat(Axis.marks(List.of(1.0, 100_000.0)))
        .containsExactly(1.0, 10.0, 100.0, 1_000.0, 10_000.0, 100_000.0);
    assertThat(Axis.marks(List.of(3.0, 40.0))).containsExactly(5.0, 10.0, 20.0);
    assertThat(Axis.marks(List.of(3.2, 6.2))).containsExactly(4.0, 5.0, 6.0);
  }

  private Document bars(String unit) throws Exception {
    Map<String, List<Bar>> series = new LinkedHashMap<>();
    series.put(
        "metered", List.of(new Bar(1, 0.9, 1.5), new Bar(1.2, 1.1, 1.3), new Bar(1.1, 1.1, 1.2)));
    series.put(
        "limited by time",
        List.of(new Bar(1.4, 1, 1.6), Bar.of(1.3), new Bar(Double.NaN, Double.NaN, Double.NaN)));
    Path file = folder.resolve("bars.svg");
    Plots.bars(file, "Cost", unit, PROGRAMS, series);
    return parsed(file);
  }

  private Document lines(String name) throws Exception {
    Map<String, List<Point>> series = new LinkedHashMap<>();
    series.put("plain", points(1));
    series.put("metered", points(2));
    Path file = folder.resolve(name);
    Plots.lines(file, "Growth", "accounts", "microseconds", true, true, series);
    return parsed(file);
  }

  private static List<Point> points(double factor) {
    List<Point> points = new ArrayList<>();
    points.add(new Point(0, factor));
    IntStream.range(0, 6).forEach(i -> points.add(new Point(Math.pow(10, i), factor * (i + 0.1))));
    return points;
  }

  private static Document parsed(Path file) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(Files.newInputStream(file));
  }

  private static List<String> texts(Document chart) {
    return elements(chart, "text").stream().map(text -> text.getTextContent().strip()).toList();
  }

  /** Without the legend's, which are in their own corner. */
  private static Stream<Element> marks(Document chart, String tag, String fill) {
    return elements(chart, tag).stream()
        .filter(mark -> mark.getAttribute("fill").equals(fill))
        .filter(mark -> !mark.getAttribute("x").equals("0.0"));
  }

  private static Element rect(Document chart) {
    return marks(chart, "rect", FIRST_COLOUR)
        .min((one, other) -> Double.compare(number(one, "x"), number(other, "x")))
        .orElseThrow();
  }

  private static long inked(Document chart) {
    return elements(chart, "line").stream().filter(PlotsTest::isInk).count();
  }

  private static boolean isInk(Element line) {
    return line.getAttribute("stroke").equals("rgb(34,34,34)");
  }

  private static double number(Element element, String attribute) {
    return Double.parseDouble(element.getAttribute(attribute));
  }

  private static List<Element> elements(Document chart, String tag) {
    NodeList nodes = chart.getElementsByTagName(tag);
    return IntStream.range(0, nodes.getLength()).mapToObj(i -> (Element) nodes.item(i)).toList();
  }
}
