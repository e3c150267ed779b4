package dev.tachograph.agent.tools;

import dev.tachograph.jfr.FlightRecorderSettings;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.InstanceNotFoundException;
import javax.management.JMX;
import javax.management.MBeanServerConnection;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import jdk.management.jfr.ConfigurationInfo;
import jdk.management.jfr.FlightRecorderMXBean;
import jdk.management.jfr.RecordingInfo;
import org.jspecify.annotations.Nullable;

/** The Flight Recorder of another JVM, over JMX. */
final class RemoteRecorder {
  private static final Pattern SIZE = Pattern.compile("(\\d{1,9})([kmg ])");

  private final FlightRecorderMXBean recorder;

  /**
   * Finds it.
   *
   * @throws IOException if the JVM has none, or the connection is lost
   */
  RemoteRecorder(MBeanServerConnection connection) throws IOException {
    ObjectName name = name();
    try {
      connection.getObjectInstance(name);
    } catch (InstanceNotFoundException none) {
      throw new IOException("the JVM has no Flight Recorder with JMX (jdk.management.jfr)", none);
    }
    recorder = JMX.newMXBeanProxy(connection, name, FlightRecorderMXBean.class);
  }

  private static ObjectName name() {
    try {
      return new ObjectName(FlightRecorderMXBean.MXBEAN_NAME);
    } catch (MalformedObjectNameException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /**
   * What a recording is told, in the words of Flight Recorder.
   *
   * @throws IllegalArgumentException if the size does not parse; the recorder says so of the age
   */
  static Map<String, String> options(
      String name, @Nullable String maxAge, @Nullable String maxSize) {
    Map<String, String> options = new HashMap<>();
    options.put("name", name);
    options.put("disk", "true");
    if (maxAge != null) {
      options.put("maxAge", spaced(maxAge));
    }
    if (maxSize != null) {
      options.put("maxSize", Long.toString(bytes(maxSize)));
    }
    return options;
  }

  private static long bytes(String size) {
    Matcher parts = SIZE.matcher(size.matches("\\d+") ? size + " " : size);
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "--max-size %s: expected a number of bytes, or one with k, m or g".formatted(size));
    }
    return Long.parseLong(parts.group(1)) << (10 * " kmg".indexOf(parts.group(2).charAt(0)));
  }

  /** {@code 1h} as {@code 1 h}. */
  private static String spaced(String time) {
    return time.replaceFirst("(?<=[0-9])(?=[a-z])", " ");
  }

  /**
   * Starts a recording of our events.
   *
   * @param jdk whether the JDK's own are recorded too, with its default settings
   * @throws IOException if one of that name is there already
   * @throws IllegalArgumentException if an option does not parse
   */
  void start(String name, boolean jdk, Map<String, String> options) throws IOException {
    if (find(name) != null) {
      throw new IOException(
          "there is a recording '%s' already: stop it, or give another --name".formatted(name));
    }
    long id = recorder.newRecording();
    try {
      recorder.setConfiguration(id, FlightRecorderSettings.text());
      if (jdk) {
        addDefaults(id);
      }
      recorder.setRecordingOptions(id, options);
      recorder.startRecording(id);
    } catch (RuntimeException failed) {
      recorder.closeRecording(id);
      throw failed;
    }
  }

  /** The JDK's default settings, for all that has none. */
  private void addDefaults(long id) {
    Map<String, String> settings = new HashMap<>();
    for (ConfigurationInfo configuration : recorder.getConfigurations()) {
      if (configuration.getName().equals("default")) {
        settings.putAll(configuration.getSettings());
      }
    }
    for (RecordingInfo info : recorder.getRecordings()) {
      if (info.getId() == id) {
        settings.putAll(info.getSettings());
      }
    }
    recorder.setRecordingSettings(id, settings);
  }

  /** Copies all that was recorded by now. */
  void copy(String name, OutputStream out) throws IOException {
    long copy = recorder.cloneRecording(existing(name).getId(), true);
    try {
      long stream = recorder.openStream(copy, Map.of());
      try {
        for (byte[] block = recorder.readStream(stream);
            block != null;
            block = recorder.readStream(stream)) {
          out.write(block);
        }
      } finally {
        recorder.closeStream(stream);
      }
    } finally {
      recorder.closeRecording(copy);
    }
  }

  /** Ends a recording; what was not copied is gone. */
  void close(String name) throws IOException {
    recorder.closeRecording(existing(name).getId());
  }

  /** The recordings as lines. */
  List<String> list() {
    List<String> lines = new ArrayList<>();
    for (RecordingInfo info : recorder.getRecordings()) {
      lines.add("%s\t%s\t%d".formatted(info.getName(), info.getState(), info.getSize()));
    }
    return lines;
  }

  private RecordingInfo existing(String name) throws IOException {
    RecordingInfo found = find(name);
    if (found == null) {
      throw new IOException(
          "there is no recording '%s': list has those that there are".formatted(name));
    }
    return found;
  }

  private @Nullable RecordingInfo find(String name) {
    for (RecordingInfo info : recorder.getRecordings()) {
      if (info.getName().equals(name)) {
        return info;
      }
    }
    return null;
  }
}
