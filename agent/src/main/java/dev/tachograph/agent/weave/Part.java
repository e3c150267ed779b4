package dev.tachograph.agent.weave;

/** What can be counted by itself, or left out. */
public enum Part {
  /** Back-edges of scripts' loops. */
  ITERATIONS("iterations"),
  /** Entries of scripts' functions. */
  FUNCTION_CALLS("functionCalls"),
  /** Bytes by the tariff, and the largest charge of them. */
  ALLOCATED_BYTES("allocatedBytes"),
  /** Steps of Rhino's own code. */
  NATIVE_STEPS("nativeSteps"),
  /** How deep calls are nested, and the stack that they take. */
  STACK("stack");

  private final String key;

  Part(String key) {
    this.key = key;
  }

  /** Its name in the agent's options. */
  public String key() {
    return key;
  }
}
