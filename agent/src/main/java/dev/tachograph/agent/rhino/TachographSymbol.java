package dev.tachograph.agent.rhino;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;

/** A symbol of the registry, as long as somebody has it. */
final class TachographSymbol extends WeakReference<Object> {
  final String name;

  TachographSymbol(String name, Object symbol, ReferenceQueue<Object> gone) {
    super(symbol, gone);
    this.name = name;
  }
}
