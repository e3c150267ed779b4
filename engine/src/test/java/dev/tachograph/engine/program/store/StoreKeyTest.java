package dev.tachograph.engine.program.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class StoreKeyTest {
  private static final StoreKey KEY = StoreKey.of(bytes("0123456789abcdef0123456789abcdef"));
  private static final StoreKey OTHER = StoreKey.of(bytes("0123456789abcdef0123456789abcdeF"));

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  @Test
  void onlyTheKeyOpensWhatItSealed() {
    byte[] sealed = KEY.seal("name", bytes("content"));

    assertThat(sealed).hasSize(StoreKey.SEAL_BYTES + 7).endsWith(bytes("content"));
    assertThat(KEY.open("name", sealed)).isEqualTo(bytes("content"));
    assertThat(KEY.open("nam", sealed)).isNull();
    assertThat(OTHER.open("name", sealed)).isNull();
    assertThat(KEY.open("name", new byte[31])).isNull();
    assertThat(KEY.open("name", KEY.seal("name", new byte[0]))).isEmpty();
    for (int bit = 0; bit < 8 * sealed.length; bit++) {
      byte[] bad = sealed.clone();
      bad[bit / 8] ^= (byte) (1 << bit % 8);
      assertThat(KEY.open("name", bad)).isNull();
    }
  }

  /** Characters must not wander from the name to the content. */
  @Test
  void nameAndContentAreApart() {
    byte[] sealed = KEY.seal("ab", bytes("c"));
    byte[] shifted = KEY.seal("a", bytes("bc"));

    assertThat(Arrays.copyOf(sealed, 32)).isNotEqualTo(Arrays.copyOf(shifted, 32));
  }

  @Test
  void namesDependOnKeyAndPurpose() {
    String name = KEY.name("script", bytes("a.js"));

    assertThat(name).matches("[0-9a-f]{40}").isEqualTo(KEY.name("script", bytes("a.js")));
    assertThat(
            Set.of(name, KEY.name("program", bytes("a.js")), OTHER.name("script", bytes("a.js"))))
        .hasSize(3);
  }

  @Test
  void aShortKeyIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> StoreKey.of(new byte[31]))
        .withMessage("a key of 31 bytes: use at least 32 random ones");
    assertThat(KEY).hasToString("(secret)");
  }

  @Test
  void aFileHasTheSameKeyForAll(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("key");
    Set<String> names = ConcurrentHashMap.newKeySet();
    Thread[] threads = new Thread[8];
    for (int i = 0; i < threads.length; i++) {
      threads[i] = new Thread(() -> names.add(name(file)));
      threads[i].start();
    }
    for (Thread thread : threads) {
      thread.join();
    }

    assertThat(names).hasSize(1).containsExactly(name(file));
    assertThat(Files.size(file)).isEqualTo(32);
    assertThat(names).doesNotContain(name(directory.resolve("other")));
  }

  private static String name(Path file) {
    try {
      return StoreKey.inFile(file).name("a", new byte[0]);
    } catch (IOException failure) {
      return String.valueOf(failure);
    }
  }

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void onlyItsOwnerMayReadAKey(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("key");
    StoreKey.inFile(file);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");

    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));

    assertThatIOException()
        .isThrownBy(() -> StoreKey.inFile(file))
        .withMessage(
            "%s may be used by others than its owner: make a new key, with rw-------", file);
  }

  @Test
  void aFileThatIsNoKeyIsRefused(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("key");
    StoreKey.inFile(file);
    Files.write(file, new byte[33]);

    assertThatIOException()
        .isThrownBy(() -> StoreKey.inFile(file))
        .withMessage("%s has 33 bytes: a key has 32. Remove it to get a new one", file);
  }
}
