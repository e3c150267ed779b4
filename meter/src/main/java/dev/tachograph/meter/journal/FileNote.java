package dev.tachograph.meter.journal;

import dev.tachograph.meter.Resource;
import java.util.ArrayList;
import java.util.List;

/** What is written of a file itself. */
sealed interface FileNote extends Note {
  /** The keys of the resources in the order of this file; the first record. */
  record Resources(List<String> keys) implements FileNote {
    /** The resources of this version. */
    static Resources own() {
      return new Resources(Resource.all().stream().map(Resource::key).toList());
    }

    static Resources read(ByteReader in) {
      int size = in.u16();
      List<String> keys = new ArrayList<>();
      for (int i = 0; i < size; i++) {
        keys.add(in.text());
      }
      return new Resources(keys);
    }

    @Override
    public void write(ByteWriter out) {
      out.u16(keys.size());
      keys.forEach(out::text);
    }

    @Override
    public void apply(Totals totals) {}
  }

  /** The file has all totals that it begins with. */
  record Begun(int accounts, int evaluations) implements FileNote {
    static Begun read(ByteReader in) {
      return new Begun(in.i32(), in.i32());
    }

    @Override
    public void write(ByteWriter out) {
      out.i32(accounts).i32(evaluations);
    }

    @Override
    public void apply(Totals totals) {
      int known = totals.accounts().size();
      int open = totals.open().size();
      if (known != accounts || open != evaluations) {
        throw new IllegalArgumentException(
            "%d accounts and %d evaluations instead of %d and %d"
                .formatted(known, open, accounts, evaluations));
      }
    }
  }

  /** The file was closed; all before it was on disk. */
  record Closed() implements FileNote {
    @Override
    public void write(ByteWriter out) {}

    @Override
    public void apply(Totals totals) {}
  }
}
