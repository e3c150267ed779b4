package dev.tachograph.bench.plot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Draws charts. The same figures give the same bytes. */
public final class Plots {
  /** What lets a chart of bars have a line at 1: its unit has this word. */
  public static final String RATIO = "ratio";

  private static final double HEIGHT = 480;
  private static final double LEAST_WIDTH = 640;
  private static final double MARGIN = 120;
  private static final double BAR_WIDTH = 14;
  private static final double GAP = 12;

  private Plots() {}

  /**
   * Writes a chart with a group of bars for each category and a bar in it for each series.
   *
   * @param unit what the values are; if it is a {@link #RATIO}, a line at 1 shows what is equal
   * @param series as many bars as there are categories, by the name of the series
   */
  public static void bars(
      Path svg, String title, String unit, List<String> categories, Map<String, List<Bar>> series)
      throws IOException {
    series.forEach((name, bars) -> check(name, categories.size(), bars.size()));
    List<Figure> figures = new ArrayList<>();
    series.forEach(
        (name, bars) -> {
          for (int i = 0; i < bars.size(); i++) {
            figures.add(new Figure(categories.get(i), name, bars.get(i)));
          }
        });
    Specification chart =
        new Specification(title, width(categories.size(), series.size()), HEIGHT)
            .series("fill", List.copyOf(series.keySet()))
            .scale("x", Map.of("name", "", "discrete", true, "limits", categories))
            .scale("y", Map.of("name", unit))
            .slantedLabels()
            .bars(columns(figures.stream().filter(f -> f.bar().isThere()).toList()))
            .whiskers(columns(figures.stream().filter(f -> f.bar().hasBounds()).toList()));
    if (unit.toLowerCase(Locale.ROOT).contains(RATIO)) {
      chart.lineAt(1);
    }
    Files.writeString(svg, chart.draw());
  }

  /**
   * Writes a chart with a line for each series.
   *
   * @param logX whether the horizontal axis is logarithmic; points at 0 and below are left out then
   * @param logY the same of the vertical one
   */
  public static void lines(
      Path svg,
      String title,
      String xTitle,
      String yTitle,
      boolean logX,
      boolean logY,
      Map<String, List<Point>> series)
      throws IOException {
    List<Object> names = new ArrayList<>();
    List<Double> xs = new ArrayList<>();
    List<Double> ys = new ArrayList<>();
    series.forEach(
        (name, points) ->
            points.stream()
                .filter(point -> isDrawn(point.x(), logX) && isDrawn(point.y(), logY))
                .forEach(
                    point -> {
                      names.add(name);
                      xs.add(point.x());
                      ys.add(point.y());
                    }));
    String chart =
        new Specification(title, LEAST_WIDTH + 2 * MARGIN, HEIGHT)
            .series("color", List.copyOf(series.keySet()))
            .scale("x", Axis.scale(xTitle, logX, xs))
            .scale("y", Axis.scale(yTitle, logY, ys))
            .lines(Map.of(Specification.SERIES, names, "x", xs, "y", ys))
            .draw();
    Files.writeString(svg, chart);
  }

  private record Figure(String category, String series, Bar bar) {}

  private static Map<String, Object> columns(List<Figure> figures) {
    return Map.of(
        "x",
        figures.stream().map(Figure::category).toList(),
        Specification.SERIES,
        figures.stream().map(Figure::series).toList(),
        "y",
        column(figures, Bar::value),
        "ymin",
        column(figures, Bar::low),
        "ymax",
        column(figures, Bar::high));
  }

  private static List<Double> column(List<Figure> figures, ToDoubleFunction<Bar> figure) {
    return figures.stream().map(each -> figure.applyAsDouble(each.bar())).toList();
  }

  private static boolean isDrawn(double value, boolean log) {
    return Double.isFinite(value) && (!log || value > 0);
  }

  private static double width(int categories, int series) {
    return Math.max(LEAST_WIDTH, MARGIN + categories * (series * BAR_WIDTH + GAP));
  }

  private static void check(String name, int categories, int bars) {
    if (categories != bars) {
      throw new IllegalArgumentException(
          "the series '%s' has %d bars for %d categories; give a Bar with NaN for what is missing"
              .formatted(name, bars, categories));
    }
  }
}
