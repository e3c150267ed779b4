package dev.tachograph.bench.paired;

/**
 * What one run of a program counted.
 *
 * @param program its name
 * @param checksum what the program returned, equal in all variants
 * @param iterations back-edges, equal in all metered variants and modes
 * @param functionCalls function entries, likewise
 */
record Counted(String program, String checksum, long iterations, long functionCalls) {
  String toLine() {
    return program + "," + iterations + "," + functionCalls + "," + checksum;
  }

  static Counted parse(String line) {
    String[] words = line.split(",", 4);
    return new Counted(words[0], words[3], Long.parseLong(words[1]), Long.parseLong(words[2]));
  }
}
