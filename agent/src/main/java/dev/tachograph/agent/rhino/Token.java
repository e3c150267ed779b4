package dev.tachograph.agent.rhino;

/** Stands for Rhino's class of the same name. Never defined itself. */
class Token {
  /** A constant before Rhino 1.9: not to be written unless it is true. */
  static boolean printICode;

  private Token() {}
}
