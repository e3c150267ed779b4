package dev.tachograph.agent.rhino;

import org.jspecify.annotations.Nullable;

/** Stands for Rhino's description of a function, with the field that the weaver adds to it. */
public class JSDescriptor {
  /** How costs name the function; null as long as it has none. */
  @Nullable Object tachograph$site;
}
