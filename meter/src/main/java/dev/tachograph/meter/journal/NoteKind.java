package dev.tachograph.meter.journal;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * One of the kinds of notes.
 *
 * @param number what a record has in front
 * @param note the class
 * @param reader reads a body
 */
record NoteKind(int number, Class<? extends Note> note, Function<ByteReader, Note> reader) {
  /** All kinds; a number is never used again. */
  static final List<NoteKind> ALL =
      List.of(
          new NoteKind(1, FileNote.Resources.class, FileNote.Resources::read),
          new NoteKind(2, AccountNote.Account.class, AccountNote.Account::read),
          new NoteKind(3, FileNote.Begun.class, FileNote.Begun::read),
          new NoteKind(4, AccountNote.Opened.class, AccountNote.Opened::read),
          new NoteKind(5, AccountNote.Limited.class, AccountNote.Limited::read),
          new NoteKind(6, AccountNote.Allowed.class, AccountNote.Allowed::read),
          new NoteKind(7, EvaluationNote.Begins.class, EvaluationNote.Begins::read),
          new NoteKind(8, EvaluationNote.Checkpoint.class, EvaluationNote.Checkpoint::read),
          new NoteKind(9, EvaluationNote.Ends.class, EvaluationNote.Ends::read),
          new NoteKind(10, AccountNote.Charged.class, AccountNote.Charged::read),
          new NoteKind(11, AccountNote.Reset.class, AccountNote.Reset::read),
          new NoteKind(12, EvaluationNote.Forgets.class, EvaluationNote.Forgets::read),
          new NoteKind(13, FileNote.Closed.class, in -> new FileNote.Closed()));

  private static final Map<Class<? extends Note>, NoteKind> BY_NOTE =
      ALL.stream().collect(Collectors.toUnmodifiableMap(NoteKind::note, kind -> kind));

  private static final Map<Integer, NoteKind> BY_NUMBER =
      ALL.stream().collect(Collectors.toUnmodifiableMap(NoteKind::number, kind -> kind));

  /** The kind of a note. */
  static NoteKind of(Note note) {
    return Objects.requireNonNull(BY_NOTE.get(note.getClass()));
  }

  /**
   * Reads a body.
   *
   * @param number what the record has in front
   * @throws RuntimeException if it is no such note
   */
  static Note read(int number, ByteReader in) {
    NoteKind kind = BY_NUMBER.get(number);
    if (kind == null) {
      throw new IllegalArgumentException("a record of type " + number);
    }
    Note note = kind.reader.apply(in);
    if (!in.isAtEnd()) {
      throw new IllegalArgumentException("more than a record of type " + number);
    }
    return note;
  }
}
