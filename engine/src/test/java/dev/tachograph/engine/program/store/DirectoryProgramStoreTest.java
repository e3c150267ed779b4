package dev.tachograph.engine.program.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class DirectoryProgramStoreTest extends ProgramStoreContract {
  @TempDir private Path parent;

  private Path directory() {
    return parent.resolve("new/programs");
  }

  @Override
  ProgramStore open(StoreBounds bounds) throws IOException {
    return DirectoryProgramStore.open(directory(), bounds);
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(directory())) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void aProgramIsAFileAndNothingElseIsLeft() throws Exception {
    ProgramStore store = open(StoreBounds.defaults());
    store.save(SCRIPT, program(1), new byte[] {1});

    assertThat(files()).containsExactly(SCRIPT + "-" + program(1) + ".program");
    assertThat(store).hasToString(directory().toString());
  }

  @Test
  void theOldestGoFirst() throws Exception {
    ProgramStore store = open(new StoreBounds(2, 1000));
    for (int i = 1; i <= 3; i++) {
      store.save(SCRIPT, program(i), new byte[10]);
      Files.setLastModifiedTime(
          directory().resolve(SCRIPT + "-" + program(i) + ".program"),
          FileTime.from(Instant.EPOCH.plusSeconds(10 - i)));
    }
    store.save(SCRIPT, program(4), new byte[10]);

    assertThat(files())
        .containsExactly(
            SCRIPT + "-" + program(1) + ".program", SCRIPT + "-" + program(4) + ".program");
  }

  @Test
  void whatAKilledProcessLeftIsRemovedInTime() throws Exception {
    ProgramStore store = open(StoreBounds.defaults());
    Path old = Files.createFile(directory().resolve("1.unfinished"));
    Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofHours(2))));
    Files.createFile(directory().resolve("2.unfinished"));
    Files.createFile(directory().resolve("not ours"));

    store.save(SCRIPT, program(1), new byte[] {1});

    assertThat(files())
        .containsExactly("2.unfinished", SCRIPT + "-" + program(1) + ".program", "not ours");
  }

  @Test
  void onlyFilesAreRead() throws Exception {
    ProgramStore store = open(StoreBounds.defaults());
    Path elsewhere = Files.write(parent.resolve("elsewhere"), new byte[] {1});
    Path link = directory().resolve(SCRIPT + "-" + program(1) + ".program");
    Files.createSymbolicLink(link, elsewhere);

    assertThatIOException()
        .isThrownBy(() -> store.load(SCRIPT, program(1)))
        .withMessage("%s is no regular file", link);
    store.save(SCRIPT, program(1), new byte[] {2});
    assertThat(Files.readAllBytes(elsewhere)).containsExactly(1);
    assertThat(store.load(SCRIPT, program(1))).containsExactly(2);
  }

  @Test
  void noMoreIsReadThanAProgramMayHave() throws Exception {
    ProgramStore store = open(StoreBounds.defaults());
    Path file = directory().resolve(SCRIPT + "-" + program(1) + ".program");
    try (var large =
        Files.newByteChannel(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      large.position(1L << 32);
      large.write(ByteBuffer.wrap(new byte[] {1}));
    }

    assertThat(store.load(SCRIPT, program(1))).hasSize(ProgramStore.MAXIMUM_PROGRAM_BYTES);
  }

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void theDirectoryIsTheOwners() throws Exception {
    open(StoreBounds.defaults()).save(SCRIPT, program(1), new byte[] {1});

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory())))
        .isEqualTo("rwx------");
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(directory().resolve(files().get(0)))))
        .isEqualTo("rw-------");
  }

  @Test
  void aFileIsNoDirectory() throws Exception {
    Path file = Files.createFile(parent.resolve("file"));

    assertThatIOException().isThrownBy(() -> DirectoryProgramStore.open(file));
  }

  @Test
  void aDirectoryThatIsGoneFails() throws Exception {
    ProgramStore store = open(StoreBounds.defaults());
    Files.delete(directory());

    assertThatIOException().isThrownBy(() -> store.save(SCRIPT, program(1), new byte[] {1}));
    assertThat(store.load(SCRIPT, program(1))).isNull();
  }
}
