package dev.tachograph.engine.program.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The secret that tells our compiled programs from everybody else's. Whoever has it, and can write
 * to the store, has the rights of the host. Immutable and thread-safe.
 *
 * <p>HMAC-SHA256, with one key for names and another one for contents, both derived from the
 * secret.
 */
public final class StoreKey {
  /** What {@link #seal} adds, in bytes. */
  public static final int SEAL_BYTES = 32;

  private static final String ALGORITHM = "HmacSHA256";
  private static final int LEAST_BYTES = 32;
  private static final int NAME_BYTES = 20;

  /** File locks are the process's: two of its threads must not ask for one at once. */
  private static final Object IN_FILE = new Object();

  private final SecretKeySpec names;
  private final SecretKeySpec contents;

  private StoreKey(byte[] secret) {
    SecretKeySpec root = new SecretKeySpec(secret, ALGORITHM);
    names = new SecretKeySpec(mac(root, text("tachograph program names")), ALGORITHM);
    contents = new SecretKeySpec(mac(root, text("tachograph program contents")), ALGORITHM);
  }

  /**
   * A key that the host has, such as from its store of secrets.
   *
   * @param secret at least 32 bytes that nobody can guess; copied
   */
  public static StoreKey of(byte[] secret) {
    if (secret.length < LEAST_BYTES) {
      throw new IllegalArgumentException(
          "a key of %d bytes: use at least %d random ones".formatted(secret.length, LEAST_BYTES));
    }
    return new StoreKey(secret);
  }

  /**
   * The key in a file, which is made with a random key, readable by its owner only, if it is not
   * there. Processes that start at once get the same key. Where the file system has no POSIX
   * permissions, those of the directory have to keep others out.
   *
   * @throws IOException if the file cannot be read or made, is no key, or may be read or written by
   *     others than its owner
   */
  public static StoreKey inFile(Path file) throws IOException {
    synchronized (IN_FILE) {
      try (FileChannel channel =
          FileChannel.open(
              file,
              Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
              OwnerOnly.file(file))) {
        channel.lock(); // until the channel is closed
        if (OwnerOnly.isShared(file)) {
          throw new IOException(
              file + " may be used by others than its owner: make a new key, with rw-------");
        }
        if (channel.size() == 0) {
          byte[] fresh = new byte[LEAST_BYTES];
          new SecureRandom().nextBytes(fresh);
          writeAll(channel, ByteBuffer.wrap(fresh));
          channel.force(true);
          return of(fresh);
        }
        return of(read(file, channel));
      }
    }
  }

  private static void writeAll(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  private static byte[] read(Path file, FileChannel channel) throws IOException {
    if (channel.size() != LEAST_BYTES) {
      throw new IOException(
          "%s has %d bytes: a key has %d. Remove it to get a new one"
              .formatted(file, channel.size(), LEAST_BYTES));
    }
    ByteBuffer bytes = ByteBuffer.allocate(LEAST_BYTES);
    int read;
    do {
      read = channel.read(bytes);
    } while (read > 0);
    return bytes.array();
  }

  /**
   * A name that only who has the key can tell the meaning of.
   *
   * @param purpose what it is a name of
   * @return 40 characters, each one of 0-9a-f
   */
  public String name(String purpose, byte[] meaning) {
    byte[] whole = mac(names, text(purpose), meaning);
    return HexFormat.of().formatHex(whole, 0, NAME_BYTES);
  }

  /** The content with the seal in front that says where it belongs. */
  public byte[] seal(String name, byte[] content) {
    byte[] seal = mac(contents, text(name), content);
    byte[] sealed = Arrays.copyOf(seal, seal.length + content.length);
    System.arraycopy(content, 0, sealed, seal.length, content.length);
    return sealed;
  }

  /**
   * The content without its seal.
   *
   * @return {@code null} if it was not sealed with this key, for this name
   */
  public byte @Nullable [] open(String name, byte[] sealed) {
    if (sealed.length < SEAL_BYTES) {
      return null;
    }
    byte[] content = Arrays.copyOfRange(sealed, SEAL_BYTES, sealed.length);
    byte[] seal = Arrays.copyOf(sealed, SEAL_BYTES);
    return MessageDigest.isEqual(seal, mac(contents, text(name), content)) ? content : null;
  }

  /** The length of each part is authenticated too, so that no two lists of parts look the same. */
  private static byte[] mac(SecretKeySpec key, byte[]... parts) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      for (byte[] part : parts) {
        mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, part.length));
        mac.update(part);
      }
      return mac.doFinal();
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every Java platform has " + ALGORITHM, impossible);
    }
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Nothing of the key. */
  @Override
  public String toString() {
    return "(secret)";
  }
}
