package dev.tachograph.bench;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Tells files and settings apart that results were made with. */
public final class Digest {
  private static final int SHOWN = 16;

  private Digest() {}

  /** The first 64 bits of the SHA-256 of these bytes, in hexadecimal. */
  public static String of(byte[] bytes) {
    try {
      byte[] sum = MessageDigest.getInstance("SHA-256").digest(bytes);
      return HexFormat.of().formatHex(sum).substring(0, SHOWN);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible); // every JVM has it
    }
  }
}
