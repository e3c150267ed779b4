package dev.tachograph.bench.paired;

/**
 * What one variant took for its turn in a round.
 *
 * @param jdk what the JVM runs, such as {@code jdk17}
 * @param fork the JVM, counted from 0
 * @param round the round in it, counted from 0
 * @param times how often the program ran
 * @param cpuNanos the CPU time of the thread for all of them
 */
record Sample(
    String program,
    String jdk,
    Mode mode,
    int fork,
    int round,
    Variant variant,
    int times,
    long cpuNanos) {
  private static final String SEPARATOR = ",";
  static final String HEADER = "program,jdk,mode,fork,round,variant,times,cpuNanos";

  String toLine() {
    return String.join(
        SEPARATOR,
        program,
        jdk,
        mode.key(),
        Integer.toString(fork),
        Integer.toString(round),
        variant.key(),
        Integer.toString(times),
        Long.toString(cpuNanos));
  }

  static Sample parse(String line) {
    String[] words = line.split(SEPARATOR, -1);
    return new Sample(
        words[0],
        words[1],
        Mode.of(words[2]),
        Integer.parseInt(words[3]),
        Integer.parseInt(words[4]),
        Variant.any(words[5]),
        Integer.parseInt(words[6]),
        Long.parseLong(words[7]));
  }

  double nanosPerRun() {
    return (double) cpuNanos / times;
  }
}
