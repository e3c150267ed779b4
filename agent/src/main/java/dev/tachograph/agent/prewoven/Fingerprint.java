package dev.tachograph.agent.prewoven;

import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/**
 * Tells class files apart: two check sums of 32 bits with different polynomials, side by side.
 *
 * <p>That is one of 64 bits, which two classes that differ by accident share once in 2^64 cases,
 * and never if they differ within 64 bits alone. It is no defence against somebody who looks for a
 * collision, and need not be one: whoever chooses the bytes of Rhino's classes runs code in this
 * JVM already, and all that a collision yields is the genuine class, metered. A cryptographic
 * digest of all of Rhino, computed by a JVM that has compiled nothing yet, takes as long as weaving
 * half of it; these are computed by the processor.
 */
final class Fingerprint {
  private Fingerprint() {}

  static long of(byte[] bytes) {
    CRC32 high = new CRC32();
    high.update(bytes, 0, bytes.length);
    CRC32C low = new CRC32C();
    low.update(bytes, 0, bytes.length);
    return (high.getValue() << Integer.SIZE) | low.getValue();
  }
}
