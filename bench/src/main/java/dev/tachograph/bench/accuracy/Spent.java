package dev.tachograph.bench.accuracy;

/**
 * What evaluations of a program spent together, as the meter has it and as others do.
 *
 * @param charged what was charged by the tariff
 * @param allocated what the JVM says that the thread allocated, read outside of the evaluations
 * @param allocatedByMeter the same as the meter reads it, at their edges
 * @param cpuByMeter CPU time by the meter
 * @param cpu the thread's by the operating system, read outside
 * @param retained what the heap keeps for a scope in which the program was loaded and ran once,
 *     beyond a scope in which a script of one line did
 * @param chargedForIt what that was charged beyond the other one
 */
record Spent(
    String program,
    long runs,
    long charged,
    long allocated,
    long allocatedByMeter,
    long cpuByMeter,
    long cpu,
    long retained,
    long chargedForIt) {
  private static final long LEAST_WEIGHED = 256 << 10;

  String toLine() {
    return program
        + "\t"
        + runs
        + "\t"
        + charged
        + "\t"
        + allocated
        + "\t"
        + allocatedByMeter
        + "\t"
        + cpuByMeter
        + "\t"
        + cpu
        + "\t"
        + retained
        + "\t"
        + chargedForIt;
  }

  static Spent parse(String line) {
    String[] words = line.split("\t", -1);
    return new Spent(
        words[0],
        Long.parseLong(words[1]),
        Long.parseLong(words[2]),
        Long.parseLong(words[3]),
        Long.parseLong(words[4]),
        Long.parseLong(words[5]),
        Long.parseLong(words[6]),
        Long.parseLong(words[7]),
        Long.parseLong(words[8]));
  }

  double chargedPerJvm() {
    return (double) charged / allocated;
  }

  double meterPerJvm() {
    return (double) allocatedByMeter / allocated;
  }

  double cpuRatio() {
    return (double) cpuByMeter / cpu;
  }

  /** Whether it was charged enough for what it keeps to stand out from the heap's own noise. */
  boolean isWeighed() {
    return chargedForIt >= LEAST_WEIGHED;
  }

  /** Noise may make it less than nothing. */
  double retainedPerCharged() {
    return Math.max(0, (double) retained / chargedForIt);
  }
}
