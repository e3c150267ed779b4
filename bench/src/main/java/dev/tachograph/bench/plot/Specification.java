package dev.tachograph.bench.plot;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jetbrains.letsPlot.commons.encoding.UnsupportedRGBEncoder;
import org.jetbrains.letsPlot.core.util.PlotSvgExportCommon;

/** A chart as the library wants it said: layers, scales and a theme, by their names. */
final class Specification {
  /** The column that holds the series' names. */
  static final String SERIES = "series";

  /** Told apart by those who see colours differently, too (Okabe and Ito). */
  private static final List<String> COLOURS =
      List.of(
          "#0072b2", "#e69f00", "#009e73", "#d55e00", "#56b4e9", "#cc79a7", "#f0e442", "#666666");

  private static final String INK = "#222222";
  private static final String WHITE = "#ffffff";
  private static final double SLANT = 45;
  private static final double MARGIN = 30;

  private final Map<String, Object> chart = new HashMap<>();
  private final Map<String, Object> theme = new HashMap<>();
  private final List<Object> layers = new ArrayList<>();
  private final List<Object> scales = new ArrayList<>();

  Specification(String title, double width, double height) {
    chart.put("kind", "plot");
    chart.put("ggtitle", map("text", title));
    chart.put("ggsize", map("width", width, "height", height));
    chart.put("layers", layers);
    chart.put("scales", scales);
    chart.put("theme", theme);
    theme.put("legend_position", "top");
    theme.put("plot_margin", map("t", 12.0, "r", MARGIN, "b", 8.0, "l", 8.0));
    theme.put(
        "plot_background", map("name", "rect", "fill", WHITE, "color", WHITE, "blank", false));
  }

  /** Gives every series a colour, in this order, and an entry in the legend. */
  Specification series(String aesthetic, List<String> names) {
    List<Object> colours = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      colours.add(COLOURS.get(i % COLOURS.size()));
    }
    return scale(
        aesthetic,
        map(
            "name",
            "",
            "discrete",
            true,
            "values",
            colours,
            "limits",
            names,
            "breaks",
            names,
            "labels",
            names.stream().map(SvgText::roomy).toList()));
  }

  Specification scale(String aesthetic, Map<String, Object> scale) {
    Map<String, Object> copy = new HashMap<>(scale);
    copy.put("aesthetic", aesthetic);
    scales.add(copy);
    return this;
  }

  Specification slantedLabels() {
    theme.put("axis_text_x", map("name", "text", "angle", SLANT, "blank", false));
    return this;
  }

  Specification bars(Map<String, Object> data) {
    return layer("bar", data, map("x", "x", "y", "y", "fill", SERIES), dodged(0.75));
  }

  /** From their lows to their highs, wherever between them the values are. */
  Specification whiskers(Map<String, Object> data) {
    Map<String, Object> look = dodged(0.35);
    look.put("color", INK);
    look.put("size", 0.6);
    return layer(
        "errorbar", data, map("x", "x", "ymin", "ymin", "ymax", "ymax", "group", SERIES), look);
  }

  Specification lineAt(double y) {
    return layer(
        "hline",
        Map.of(),
        Map.of(),
        map("yintercept", y, "linetype", "dashed", "color", INK, "size", 0.7));
  }

  Specification lines(Map<String, Object> data) {
    Map<String, Object> mapping = map("x", "x", "y", "y", "color", SERIES);
    layer("line", data, mapping, map("size", 1.0));
    return layer("point", data, mapping, map("size", 3.0));
  }

  String draw() {
    return SvgText.clean(
        PlotSvgExportCommon.INSTANCE.buildSvgImageFromRawSpecs(
            chart, null, new UnsupportedRGBEncoder(), true));
  }

  private Specification layer(
      String geometry,
      Map<String, Object> data,
      Map<String, Object> mapping,
      Map<String, Object> look) {
    Map<String, Object> layer = new HashMap<>(look);
    layer.put("geom", geometry);
    layer.put("stat", "identity");
    layer.put("data", new HashMap<>(data));
    layer.put("mapping", new HashMap<>(mapping));
    layers.add(layer);
    return this;
  }

  private static Map<String, Object> dodged(double width) {
    return map("position", map("name", "dodge", "width", 0.8), "width", width);
  }

  /** The library changes what it is given. */
  private static Map<String, Object> map(Object... keysAndValues) {
    Map<String, Object> map = new HashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      map.put((String) keysAndValues[i], keysAndValues[i + 1]);
    }
    return map;
  }
}
