package dev.tachograph.bench.growth;

import dev.tachograph.bench.plot.Point;
import java.util.List;
import java.util.OptionalDouble;

/** Fits y = a x^b. */
final class PowerLaw {
  private PowerLaw() {}

  /**
   * The exponent b, by least squares of the logarithms: 0 is constant, 1 linear. Points that have
   * no logarithm are left out; there is none with less than two different x.
   */
  static OptionalDouble exponent(List<Point> points) {
    List<Point> logs =
        points.stream()
            .filter(point -> point.x() > 0 && point.y() > 0)
            .map(point -> new Point(Math.log(point.x()), Math.log(point.y())))
            .toList();
    double meanX = logs.stream().mapToDouble(Point::x).average().orElse(0);
    double meanY = logs.stream().mapToDouble(Point::y).average().orElse(0);
    double squares = logs.stream().mapToDouble(p -> (p.x() - meanX) * (p.x() - meanX)).sum();
    double products = logs.stream().mapToDouble(p -> (p.x() - meanX) * (p.y() - meanY)).sum();
    return squares > 0 ? OptionalDouble.of(products / squares) : OptionalDouble.empty();
  }
}
