package dev.tachograph.bench.plot;

/** A point of a line in a chart. */
public record Point(double x, double y) {}
