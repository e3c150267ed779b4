package dev.tachograph.agent.weave;

import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.MethodInsnNode;

/**
 * The classes that woven code calls. The agent defines them beside each Rhino's {@code Context},
 * from templates of the same names.
 */
public enum Helper {
  /** What every other one asks. */
  LEDGER("TachographLedger"),
  /** Finds the Context of a thread. */
  THREADS("TachographThreads"),
  /** What scripts count. */
  COUNTERS("TachographCounters"),
  /** What Rhino's own code charges. */
  CHARGES("TachographCharges"),
  /** Calls on strings that are charged before they are made. */
  TEXT("TachographText"),
  /** Searches in strings. */
  SEARCH("TachographSearch"),
  /** What the JDK takes for long words and for many marks in a row. */
  RUNS("TachographRuns"),
  /** The same on arrays and collections. */
  COLLECTIONS("TachographCollections"),
  /** The same on big numbers. */
  NUMBERS("TachographNumbers"),
  /** The registry of symbols. */
  SYMBOLS("TachographSymbols"),
  /** What is in it. */
  SYMBOL("TachographSymbol"),
  /** Nodes of XML. */
  XML("TachographXml"),
  /** How deep calls are nested. */
  STACK("TachographStack"),
  /** Tells which function and line runs. */
  FUNCTIONS("TachographFunctions"),
  /** Opens and closes evaluations. */
  EVALUATIONS("TachographEvaluations"),
  /** Messages of what scripts threw. */
  TEXTS("TachographTexts"),
  /** A promise job. */
  JOB("TachographJob"),
  /** The queue of promise jobs. */
  JOBS("TachographJobs");

  private final String simpleName;

  Helper(String simpleName) {
    this.simpleName = simpleName;
  }

  /** The name of the class, and of its template. */
  public String simpleName() {
    return simpleName;
  }

  /** Whether a class is one of these, beside some Context. */
  static boolean isOne(RhinoNames rhino, String internalName) {
    return internalName.startsWith(rhino.of("Tachograph"));
  }

  /** A call of one of its methods, all of which are static. */
  MethodInsnNode call(RhinoNames rhino, String method, String descriptor) {
    return new MethodInsnNode(
        Opcodes.INVOKESTATIC, rhino.of(simpleName), method, descriptor, false);
  }
}
