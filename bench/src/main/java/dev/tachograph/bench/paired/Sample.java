package dev.tachograph.bench.paired;

/**
 * What one variant took for its turn in a round.
 *
 * @param fork the JVM, counted from 0
 * @param round the round in it, counted from 0
 * @param times how often the program ran
 * @param cpuNanos the CPU time of the thread for all of them
 */
record Sample(
    String program, Mode mode, int fork, int round, Variant variant, int times, long cpuNanos) {
  private static final String SEPARATOR = ",";
  static final String HEADER = "program,mode,fork,round,variant,times,cpuNanos";

  String toLine() {
    return String.join(
        SEPARATOR,
        program,
        mode.name(),
        Integer.toString(fork),
        Integer.toString(round),
        variant.name(),
        Integer.toString(times),
        Long.toString(cpuNanos));
  }

  static Sample parse(String line) {
    String[] words = line.split(SEPARATOR, -1);
    return new Sample(
        words[0],
        Mode.valueOf(words[1]),
        Integer.parseInt(words[2]),
        Integer.parseInt(words[3]),
        Variant.valueOf(words[4]),
        Integer.parseInt(words[5]),
        Long.parseLong(words[6]));
  }

  double nanosPerRun() {
    return (double) cpuNanos / times;
  }
}
