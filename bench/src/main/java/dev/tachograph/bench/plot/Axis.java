package dev.tachograph.bench.plot;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Where an axis has its marks. */
final class Axis {
  /** How many powers of ten an axis may span that has marks between them. */
  private static final double FEW = 2;

  /** The same with all that there are. */
  private static final double VERY_FEW = 0.8;

  /** What is free at both ends of a logarithmic one, of its length: marks are not cut off. */
  private static final double ROOM = 0.03;

  /** The same as a factor, where all values are one. */
  private static final double LEAST_ROOM = 1.01;

  private Axis() {}

  /** A scale for these values, linear or logarithmic. */
  static Map<String, Object> scale(String title, boolean log, List<Double> values) {
    Map<String, Object> scale = new HashMap<>();
    scale.put("name", title);
    if (log) {
      scale.put("trans", "log10");
      scale.put("limits", limits(values));
      List<Double> marks = marks(values);
      if (marks.size() > 1) {
        scale.put("breaks", marks);
        scale.put("labels", marks.stream().map(Axis::label).toList());
      }
    }
    return scale;
  }

  /** Powers of ten, and what is between them if there are few. */
  static List<Double> marks(List<Double> values) {
    double least = least(values);
    double most = most(values);
    List<Integer> steps = steps(Math.log10(most / least));
    List<Double> marks = new ArrayList<>();
    int last = (int) Math.floor(Math.log10(most));
    for (int power = (int) Math.floor(Math.log10(least)); power <= last; power++) {
      for (int step : steps) {
        double mark = step * Math.pow(10, power);
        if (mark >= least && mark <= most) {
          marks.add(mark);
        }
      }
    }
    return marks;
  }

  private static List<Integer> steps(double powers) {
    if (powers > FEW) {
      return List.of(1);
    }
    return powers > VERY_FEW ? List.of(1, 2, 5) : List.of(1, 2, 3, 4, 5, 6, 7, 8, 9);
  }

  private static List<Double> limits(List<Double> values) {
    double room = Math.max(LEAST_ROOM, Math.pow(most(values) / least(values), ROOM));
    return List.of(least(values) / room, most(values) * room);
  }

  private static double least(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).min().orElse(1);
  }

  private static double most(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).max().orElse(1);
  }

  private static String label(double mark) {
    return mark >= 1
        ? String.format(Locale.ROOT, "%,.0f", mark)
        : Double.toString(Double.parseDouble(String.format(Locale.ROOT, "%.1e", mark)));
  }
}
