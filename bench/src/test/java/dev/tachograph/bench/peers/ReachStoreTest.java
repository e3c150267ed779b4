package dev.tachograph.bench.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReachStoreTest {
  private static final ReachResult RESULT =
      new ReachResult("quickjs", "a/one", "d1", ReachOutcome.HUNG, 10, 9, "tab\tand\nline");

  @TempDir private Path folder;

  @Test
  void aRunGoesOnWhereItWas() throws IOException {
    ReachStore.open(folder, "same").add(RESULT);
    // The process was ended in the middle of a line.
    Files.writeString(
        folder.resolve("reach.tsv"), "quickjs\ta/two\td2\tHU", StandardOpenOption.APPEND);

    ReachStore again = ReachStore.open(folder, "same");

    assertThat(again.all()).containsExactly(RESULT);
    assertThat(again.find(Peer.QUICKJS, "a/one", "d1")).isEqualTo(RESULT);
    assertThat(again.find(Peer.QUICKJS, "a/two", "d2")).isNull();
    assertThat(again.find(Peer.GRAALJS, "a/one", "d1")).isNull();
    again.add(new ReachResult("quickjs", "a/two", "d2", ReachOutcome.STOPPED, 1, 1, ""));
    assertThat(ReachStore.open(folder, "same").all()).hasSize(2);
  }

  @Test
  void aScriptThatWasChangedIsAnother() throws IOException {
    ReachStore store = ReachStore.open(folder, "same");
    store.add(RESULT);
    assertThat(store.find(Peer.QUICKJS, "a/one", "d2")).isNull();

    store.add(new ReachResult("quickjs", "a/one", "d2", ReachOutcome.STOPPED, 1, 1, ""));
    assertThat(ReachStore.open(folder, "same").all())
        .extracting(ReachResult::digest)
        .containsExactly("d2");
  }

  @Test
  void resultsOfOtherSettingsArePutAside() throws IOException {
    ReachStore.open(folder, "deadline 10 s").add(RESULT);

    assertThat(ReachStore.open(folder, "deadline 5 s").all()).isEmpty();
    assertThat(folder.resolve("reach.tsv")).hasContent(ReachResult.HEADER);
    assertThat(ReachStore.open(folder, "deadline 10 s").all()).isEmpty();
    // And not overwritten by the none of the second.
    assertThat(folder.resolve("earlier-reach.tsv"))
        .hasContent(ReachResult.HEADER + "\n" + RESULT.toLine());
    assertThat(folder.resolve("earlier-reach-settings.txt")).hasContent("deadline 10 s");
  }
}
