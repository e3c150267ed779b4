package dev.tachograph.meter.journal;

import dev.tachograph.meter.Resource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads one file of a journal.
 *
 * @param length how many bytes are whole records; 0 if not even the header is whole
 * @param dropped how many are behind them
 * @param head how many of them are the totals that the file begins with
 * @param sequence the number of the last whole record
 * @param sameResources whether this version can go on writing in the file
 * @param salt the file's
 */
record Replay(int length, int dropped, int head, long sequence, boolean sameResources, long salt) {
  /**
   * Adds up all whole records.
   *
   * @param number the number in the file's name
   * @param complete whether the file was closed when the next one was begun
   * @throws JournalException if it is damaged otherwise than at its end, or of another version
   */
  static Replay of(Path file, long number, Totals totals, boolean complete) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    if (bytes.length < Frames.HEADER || Frames.version(bytes) != Frames.VERSION) {
      return headless(file, bytes, number, complete);
    }
    long salt = Frames.salt(bytes);
    int at = Frames.HEADER;
    long sequence = 0;
    int head = 0;
    List<Resource> resources = List.of();
    FileNote.@Nullable Resources table = null;
    while (at < bytes.length) {
      Frames.Frame frame = Frames.decode(salt, bytes, at);
      if (frame == null || (sequence != 0 && frame.sequence() != sequence + 1)) {
        break;
      }
      try {
        Note note = NoteKind.read(frame.type(), new ByteReader(frame.body(), resources));
        note.apply(totals);
        if (note instanceof FileNote.Resources keys) {
          table = keys;
          resources = keys.keys().stream().map(Replay::resource).toList();
        }
        head = note instanceof FileNote.Begun ? frame.end() : head;
      } catch (RuntimeException wrong) {
        throw damaged(file, at, "the record there is not what this version writes", wrong);
      }
      sequence = frame.sequence();
      at = frame.end();
    }
    if (at < bytes.length && (complete || Frames.wasDurable(salt, bytes, at))) {
      throw damaged(file, at, "and not at its end, where a write may have been torn", null);
    }
    boolean begun = head > 0;
    if (!begun && number > 1) {
      throw damaged(file, at, "before the end of the totals that it begins with", null);
    }
    return new Replay(
        at,
        bytes.length - at,
        head,
        sequence,
        begun && FileNote.Resources.own().equals(table),
        salt);
  }

  /** The first file may have been torn when it was made; there was nothing to lose yet. */
  private static Replay headless(Path file, byte[] bytes, long number, boolean complete) {
    int version = bytes.length < Frames.HEADER ? 0 : Frames.version(bytes);
    if (version != 0) {
      throw new JournalException(
          "%s is of version %d, but this is version %d: use the tachograph that wrote it"
              .formatted(file, version, Frames.VERSION),
          null);
    }
    if (number > 1 || complete || bytes.length >= Frames.HEADER) {
      throw damaged(file, 0, "in its header", null);
    }
    return new Replay(0, bytes.length, 0, 0, false, 0);
  }

  private static Resource resource(String key) {
    return Resource.ofKey(key)
        .orElseThrow(() -> new IllegalArgumentException("an unknown resource " + key));
  }

  private static JournalException damaged(
      Path file, long at, String where, @Nullable Throwable cause) {
    return new JournalException(
        "the journal file %s is damaged at byte %d, %s. Nothing was changed: restore the file from a"
                .formatted(file, at, where)
            + " backup, or move it away to go on without it",
        cause);
  }
}
