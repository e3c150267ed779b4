package dev.tachograph.bench.peers;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** What was measured of a peer: names with numbers, or with the reason why there is none. */
final class PeerFigures {
  private final Peer peer;
  private final Map<String, Object> figures = new LinkedHashMap<>();

  PeerFigures(Peer peer) {
    this.peer = peer;
  }

  Peer peer() {
    return peer;
  }

  void put(String name, double value) {
    figures.put(name, value);
  }

  void put(String name, String text) {
    figures.put(name, text.replaceAll("[\\s\\p{Cntrl},|\"]+", " ").strip());
  }

  OptionalDouble number(String name) {
    return figures.get(name) instanceof Double value
        ? OptionalDouble.of(value)
        : OptionalDouble.empty();
  }

  /** A cell of a table: the number in this format, or a dash. */
  String cell(String name, String format) {
    OptionalDouble value = number(name);
    return value.isPresent() ? format.formatted(value.getAsDouble()) : text(name);
  }

  /** A text, or why there is no number; a dash if it was not measured. */
  String text(String name) {
    Object known = figures.get(name);
    return known instanceof String text ? text.isEmpty() ? "-" : text : "-";
  }

  /** The ratio of two figures; nothing where one is missing. */
  static OptionalDouble ratio(OptionalDouble of, OptionalDouble to) {
    return of.isPresent() && to.isPresent()
        ? OptionalDouble.of(of.getAsDouble() / to.getAsDouble())
        : OptionalDouble.empty();
  }

  Map<String, @Nullable Object> toMap() {
    return new LinkedHashMap<>(figures);
  }
}
