package dev.tachograph.agent.prewoven;

import java.util.BitSet;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** What is known of a class of Rhino without reading it. */
public final class PrewovenClass {
  private final Prewoven file;
  private final int position;
  private final byte[] original;

  PrewovenClass(Prewoven file, int position, byte[] original) {
    this.file = file;
    this.position = position;
    this.original = original;
  }

  /** The woven class, or {@code null} if it is right as it is. */
  public byte @Nullable [] woven() {
    return file.woven(position, original);
  }

  /** Whether it has a static initialiser. */
  public boolean initialises() {
    return file.initialises(position);
  }

  /**
   * Adds the classes that it may make the JVM load, as it was.
   *
   * @param known the numbers of those that are left out, to which each is added after its name
   */
  public void addMentions(Collection<String> names, BitSet known) {
    file.addMentions(position, names, known);
  }
}
