package dev.tachograph.bench.peers.child;

import java.util.ArrayList;
import java.util.List;

/** What a script is given: {@code sink(text)}, and {@code tick()}, which counts its calls. */
public final class Host {
  private static final int KEPT = 20;
  private static final int SHOWN = 400;

  private final List<String> sunk = new ArrayList<>();
  private long ticks;

  /** Keeps what a script got away with. */
  public synchronized void sink(String text) {
    if (sunk.size() < KEPT) {
      sunk.add(text.length() > SHOWN ? text.substring(0, SHOWN) : text);
    }
  }

  /** Counts. */
  public void tick() {
    ticks++;
  }

  long ticks() {
    return ticks;
  }

  synchronized String sunk() {
    return String.join("; ", sunk);
  }
}
