package dev.tachograph.jfr.reader;

import dev.tachograph.meter.Usage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The time line of one account of one meter. Not thread-safe. */
final class TimeLineTally {
  private TreeMap<Long, TimeSlice> slices = new TreeMap<>();
  private @Nullable TimeSlice latest;

  int size() {
    return slices.size();
  }

  /** The slice of a time, which is made if it is not there. */
  TimeSlice slice(Instant at, long widthMillis) {
    TimeSlice slice =
        slices.computeIfAbsent(
            Math.floorDiv(at.toEpochMilli(), widthMillis), key -> new TimeSlice());
    if (latest != null && latest != slice) {
      latest.settle();
    }
    latest = slice;
    slice.at(at);
    return slice;
  }

  /** Makes one slice of two. */
  void halve() {
    if (latest != null) {
      latest.settle();
      latest = null;
    }
    TreeMap<Long, TimeSlice> wider = new TreeMap<>();
    slices.forEach(
        (number, slice) -> wider.merge(Math.floorDiv(number, 2), slice, TimeSlice::with));
    slices = wider;
  }

  /** Limits that are not said again are still in force, and totals never fall. */
  List<TimeLine.Point> points() {
    List<TimeLine.Point> points = new ArrayList<>();
    Usage total = null;
    String limits = null;
    for (TimeSlice slice : slices.values()) {
      slice.settle();
      total = TimeSlice.later(total, slice.total());
      limits = slice.limitsAfter(limits);
      points.add(new TimeLine.Point(slice.at(), total, slice.peak(), limits));
    }
    return points;
  }
}
