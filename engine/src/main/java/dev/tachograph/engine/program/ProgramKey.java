package dev.tachograph.engine.program;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.mozilla.javascript.Context;

/** What two requests must agree in to get the same program. */
final class ProgramKey {
  private static final int CHUNK_CHARS = 4096;

  private final byte[] digest;
  private final CompileOptions options;
  private final @Nullable SyntaxCheck check;

  private ProgramKey(byte[] digest, CompileOptions options, @Nullable SyntaxCheck check) {
    this.digest = digest;
    this.options = options;
    this.check = check;
  }

  /**
   * @param tenant who may have the program, {@code null} for everybody
   */
  static ProgramKey of(
      Context cx,
      @Nullable String tenant,
      ProgramSource source,
      CompileOptions options,
      @Nullable SyntaxCheck check) {
    MessageDigest sha = sha256();
    sha.update((byte) (tenant == null ? 0 : 1));
    update(sha, tenant == null ? "" : tenant);
    update(sha, cx.getImplementationVersion());
    update(sha, source.name());
    update(sha, source.text());
    sha.update(ByteBuffer.allocate(4).putInt(0, source.firstLine()));
    return new ProgramKey(sha.digest(), options, check);
  }

  /**
   * The length and the characters as they are. An encoding would not do: it makes one of all
   * surrogates without a partner, and so would give one script in place of another.
   */
  private static void update(MessageDigest sha, String text) {
    int length = text.length();
    ByteBuffer bytes = ByteBuffer.allocate(Math.max(4, 2 * Math.min(length, CHUNK_CHARS)));
    sha.update(bytes.putInt(0, length).array(), 0, 4);
    for (int from = 0; from < length; from += CHUNK_CHARS) {
      int to = Math.min(length, from + CHUNK_CHARS);
      bytes.clear();
      bytes.asCharBuffer().put(text, from, to);
      sha.update(bytes.limit(2 * (to - from)));
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }

  /**
   * What must be the same in another process, and with another copy of this library, for a compiled
   * program to be the same one. The check is not part of it: programs are checked before anything
   * asks for them.
   */
  byte[] durable() {
    MessageDigest sha = sha256();
    sha.update(digest);
    update(sha, "format " + CompiledFormat.VERSION);
    String version = ProgramKey.class.getPackage().getImplementationVersion();
    update(sha, version == null ? "unpackaged" : version);
    for (String option : options.texts()) {
      update(sha, option);
    }
    return sha.digest();
  }

  /** Two checks are the same only if they are one object, whatever their {@code equals} says. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ProgramKey key
        && check == key.check
        && Arrays.equals(digest, key.digest)
        && options.equals(key.options);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(digest) + System.identityHashCode(check);
  }
}
