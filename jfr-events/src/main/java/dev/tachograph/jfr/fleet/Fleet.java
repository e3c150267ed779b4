package dev.tachograph.jfr.fleet;

import dev.tachograph.jfr.reader.RecordReader;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A tracker, as its JVMs see it. Thread-safe; nothing of it blocks but {@link #ask}. */
interface Fleet {
  /** Who suspends accounts. */
  String name();

  /** After how much silence a JVM hangs. */
  Duration hungAfter();

  /** Why accounts must stop, by their ids. */
  Map<String, String> stopped();

  /** Asks a JVM what accounts used by now; blocks while the JVM hangs. */
  void ask(JvmLink link, RecordReader reader);

  /** Passes news on. */
  void tell(FleetEvent.Kind kind, @Nullable String jvm, @Nullable String account, String message);
}
