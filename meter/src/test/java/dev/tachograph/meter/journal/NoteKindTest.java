package dev.tachograph.meter.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the compiler does not check of the table of notes. */
class NoteKindTest {
  @Test
  void everyNoteIsOfOneKind() {
    assertThat(NoteKind.ALL).extracting(NoteKind::note).doesNotHaveDuplicates();
    assertThat(NoteKind.ALL.stream().map(NoteKind::note).collect(Collectors.toSet()))
        .isEqualTo(notes(Note.class).collect(Collectors.toSet()));
  }

  private static Stream<Class<?>> notes(Class<?> type) {
    return type.isSealed()
        ? Arrays.stream(type.getPermittedSubclasses()).flatMap(NoteKindTest::notes)
        : Stream.of(type);
  }
}
