package dev.tachograph.meter.journal;

/**
 * Something that is written down: the body of a record. docs/journal.md has the bytes, {@link
 * NoteKind} the numbers.
 *
 * <p>What a note changes in the totals it changes in the same way when it is written and when it is
 * read.
 */
sealed interface Note permits FileNote, AccountNote, EvaluationNote {
  /** Writes the body. */
  void write(ByteWriter out);

  /** Adds it up. */
  void apply(Totals totals);
}
