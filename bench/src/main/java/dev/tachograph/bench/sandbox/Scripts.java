package dev.tachograph.bench.sandbox;

import dev.tachograph.bench.corpus.SampleScripts;
import dev.tachograph.engine.ScriptSource;

/** The scripts that sandboxes are measured with. */
final class Scripts {
  static final ScriptSource SMALL = new ScriptSource("small.js", SampleScripts.SMALL);

  private Scripts() {}

  /**
   * One of medium size.
   *
   * @param number makes it another program
   */
  static ScriptSource medium(int number) {
    return new ScriptSource("medium.js", SampleScripts.medium(number));
  }
}
