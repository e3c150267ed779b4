package dev.tachograph.agent.tools;

import dev.tachograph.jfr.reader.CostProfile;
import dev.tachograph.meter.Resource;
import dev.tachograph.meter.attribution.CallSite;
import dev.tachograph.meter.attribution.LineCost;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Costs as a profile of pprof, with a sample for each line on each path, and the account as its
 * label. The numbers of fields are those of proto/profile.proto of https://github.com/google/pprof.
 */
final class PprofFile {
  // Profile
  private static final int SAMPLE_TYPE = 1;
  private static final int SAMPLE = 2;
  private static final int LOCATION = 4;
  private static final int FUNCTION = 5;
  private static final int STRING_TABLE = 6;
  private static final int DEFAULT_SAMPLE_TYPE = 14;

  /** A function, and a line of it; 0 if it is not known. */
  private record Place(@Nullable CallSite site, int line) {}

  /** Numbers from 1, in the order in which things are met first. */
  private static final class Ids<T> {
    private final Map<T, Long> ids = new HashMap<>();
    private final List<T> all = new ArrayList<>();

    long of(T thing) {
      return ids.computeIfAbsent(
          thing,
          fresh -> {
            all.add(fresh);
            return (long) all.size();
          });
    }
  }

  private final Ids<Place> places = new Ids<>();
  private final Ids<Place> functions = new Ids<>();
  private final Ids<String> strings = new Ids<>();
  private final OutputStream out;

  private PprofFile(OutputStream out) {
    this.out = out;
  }

  /** The content of the file. */
  static byte[] of(CostProfile profile) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      new PprofFile(out).write(profile);
    }
    return bytes.toByteArray();
  }

  private void write(CostProfile profile) throws IOException {
    for (Measure measure : Measure.COUNTED) {
      Protobuf type =
          new Protobuf()
              .number(1, strings.of(measure.toString()))
              .number(2, strings.of(unit(measure.resource())));
      put(new Protobuf().message(SAMPLE_TYPE, type));
    }
    for (LineCost line : profile.lines()) {
      put(new Protobuf().message(SAMPLE, sample(line)));
    }
    for (Place place : places.all) {
      put(new Protobuf().message(LOCATION, location(place)));
    }
    for (Place function : functions.all) {
      put(new Protobuf().message(FUNCTION, function(function)));
    }
    put(new Protobuf().number(DEFAULT_SAMPLE_TYPE, strings.of(Measure.ITERATIONS.toString())));
    put(new Protobuf().text(STRING_TABLE, "")); // number 0
    for (String string : strings.all) {
      put(new Protobuf().text(STRING_TABLE, string));
    }
  }

  private static String unit(Resource resource) {
    return switch (resource.unit()) {
      case BYTES -> "bytes";
      case NANOS -> "nanoseconds";
      default -> "count";
    };
  }

  private void put(Protobuf field) throws IOException {
    out.write(field.toByteArray());
  }

  /** The innermost frame comes first. */
  private Protobuf sample(LineCost line) {
    List<CallSite> sites = line.path().sites();
    List<Long> stack = new ArrayList<>();
    for (int i = sites.size() - 1; i >= 0; i--) {
      boolean inner = i == sites.size() - 1;
      stack.add(places.of(new Place(sites.get(i), inner ? line.line() : 0)));
    }
    if (sites.isEmpty()) {
      stack.add(places.of(new Place(null, 0)));
    }
    Protobuf account =
        new Protobuf().number(1, strings.of("account")).number(2, strings.of(line.account()));
    return new Protobuf()
        .numbers(1, stack)
        .numbers(2, Measure.COUNTED.stream().map(measure -> measure.of(line.self())).toList())
        .message(3, account);
  }

  private Protobuf location(Place place) {
    Protobuf line =
        new Protobuf().number(1, functions.of(new Place(place.site, 0))).number(2, place.line);
    return new Protobuf().number(1, places.of(place)).message(4, line);
  }

  private Protobuf function(Place function) {
    CallSite site = function.site;
    long name = strings.of(RecordWords.name(site));
    return new Protobuf()
        .number(1, functions.of(function))
        .number(2, name)
        .number(3, name)
        .number(4, site == null ? 0 : strings.of(site.source()))
        .number(5, site == null ? 0 : site.line());
  }
}
