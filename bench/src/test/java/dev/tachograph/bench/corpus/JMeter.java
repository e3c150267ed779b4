package dev.tachograph.bench.corpus;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Apache JMeter 5.6.3, which brings Rhino 1.7.14, evaluates a condition, a function and a sampler
 * 200 times each on four threads.
 */
final class JMeter {
  static final int THREADS = 4;
  static final int SAMPLES = 200;
  static final int CONDITION_ROUNDS = 1_000;
  static final int FUNCTION_ROUNDS = 2_000;
  static final int SAMPLER_ROUNDS = 20_000;

  /** JMeter names the scripts of its conditions and functions, and the JSR-223 engine its own. */
  static final String COMMAND = "<cmd>";

  static final String SAMPLER = "eval";

  static final String FUNCTION_SAMPLE = "fn true 0-0-1-1-2-2-3-3-4-4/2000";
  static final String SAMPLER_SAMPLE = "jsr223 true h=-1237055728";

  /** What the samplers of a round use. */
  static final AgentReport.Counts SAMPLED =
      new AgentReport.Counts((long) SAMPLES * SAMPLER_ROUNDS, 0, SAMPLES);

  private JMeter() {}

  /** Its flags for a JVM that writes into this folder. */
  static List<String> flags(Path work) {
    return List.of("-Xmx512m", "-Djava.awt.headless=true", "-Djava.util.prefs.userRoot=" + work);
  }

  /** What comes behind the flags; it writes into its working directory. */
  static List<String> program() throws IOException, InterruptedException {
    return List.of(
        "-jar",
        JMeterHome.get().resolve("bin/ApacheJMeter.jar").toString(),
        "-n",
        "-t",
        Checkout.corpus("hosts/jmeter/plan.jmx").toString(),
        "-f",
        "-l",
        "samples.csv",
        "-j",
        "jmeter-log.txt",
        "-Jjavascript.use_rhino=true",
        "-Jjmeterengine.nongui.port=0",
        "-Jjmeter.save.saveservice.output_format=csv",
        "-Jjmeter.save.saveservice.print_field_names=true",
        "-Jjmeter.save.saveservice.default_delimiter=\\t",
        "-Jsummariser.interval=600");
  }

  /** Label, success and message of the samples that a run took, each with their number. */
  static Map<String, Long> samples(Path work) throws IOException {
    List<String> lines = Files.readAllLines(work.resolve("samples.csv"));
    List<String> columns = List.of(lines.get(0).split("\t", -1));
    int label = columns.indexOf("label");
    int message = columns.indexOf("responseMessage");
    int success = columns.indexOf("success");
    try (Stream<String> samples = lines.stream().skip(1)) {
      return samples
          .map(line -> line.split("\t", -1))
          .map(cells -> cells[label] + " " + cells[success] + " " + cells[message])
          .collect(Collectors.groupingBy(sample -> sample, TreeMap::new, Collectors.counting()));
    }
  }
}
