package dev.tachograph.meter.journal;

import dev.tachograph.meter.Usage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The totals, and the notes that wait to be written. Thread-safe.
 *
 * <p>Nobody holds its lock for long, and nobody else is called under it.
 */
final class LogMemory {
  private final Object lock = new Object();
  private final Totals totals;
  private final Deque<Numbered> waiting = new ArrayDeque<>();
  private long sequence;

  /** A note that was added up. */
  record Numbered(long sequence, Note note) {}

  /**
   * @param totals what is known so far
   */
  LogMemory(Totals totals) {
    this.totals = totals;
  }

  /** Goes on with the number after this one. */
  void goOnAfter(long last) {
    synchronized (lock) {
      sequence = last;
    }
  }

  /**
   * Adds notes up; they wait from now on.
   *
   * @param make reads the totals, and is to be quick
   * @return the number of the last of them
   */
  long append(Function<Totals, List<Note>> make) {
    synchronized (lock) {
      for (Note note : make.apply(totals)) {
        note.apply(totals);
        sequence++;
        waiting.add(new Numbered(sequence, note));
      }
      return sequence;
    }
  }

  /** Reads the totals. */
  <T> T read(Function<Totals, T> reader) {
    synchronized (lock) {
      return reader.apply(totals);
    }
  }

  /** Takes all that waits; it is up to the caller to write it. */
  List<Numbered> take() {
    synchronized (lock) {
      List<Numbered> taken = new ArrayList<>(waiting);
      waiting.clear();
      return taken;
    }
  }

  /** What a file begins with: all that is known. Nothing waits any more. */
  List<Numbered> head() {
    synchronized (lock) {
      waiting.clear();
      List<Numbered> head = new ArrayList<>();
      for (Note note : everything()) {
        sequence++;
        head.add(new Numbered(sequence, note));
      }
      return head;
    }
  }

  private List<Note> everything() {
    List<Note> notes = new ArrayList<>();
    notes.add(FileNote.Resources.own());
    totals.accounts().values().forEach(account -> notes.add(AccountNote.Account.of(account)));
    for (OpenEvaluation evaluation : totals.open().values()) {
      long number = evaluation.number;
      notes.add(new EvaluationNote.Begins(number, evaluation.record(null)));
      for (Map.Entry<String, @Nullable Usage> forgotten : evaluation.forgotten().entrySet()) {
        notes.add(new EvaluationNote.Forgets(number, forgotten.getKey(), forgotten.getValue()));
      }
    }
    notes.add(new FileNote.Begun(totals.accounts().size(), totals.open().size()));
    return notes;
  }
}
