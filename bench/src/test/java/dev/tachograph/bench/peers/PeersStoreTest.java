package dev.tachograph.bench.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PeersStoreTest {
  @TempDir private Path folder;

  @Test
  void figuresComeBackAsTheyWere() throws Exception {
    PeerFigures figures = new PeerFigures(Peer.OBSERVER);
    figures.put("small.medianMicros", 39.25);
    figures.put("exact.reported", "it said: 100 = 1%");
    new PeersStore(folder, "these\nsettings").keep(figures);

    PeerFigures kept =
        Objects.requireNonNull(new PeersStore(folder, "these\nsettings").find(Peer.OBSERVER));
    assertThat(kept.peer()).isEqualTo(Peer.OBSERVER);
    assertThat(kept.toMap()).isEqualTo(figures.toMap());
    assertThat(new PeersStore(folder, "others").find(Peer.OBSERVER)).isNull();
    assertThat(new PeersStore(folder, "these\nsettings").find(Peer.SANDBOX)).isNull();
  }
}
