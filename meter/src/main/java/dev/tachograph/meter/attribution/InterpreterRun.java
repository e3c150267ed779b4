package dev.tachograph.meter.attribution;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The frames that one run of the interpreter has on its own stack. Not thread-safe. */
@SuppressWarnings("ReferenceEquality") // equal sites are one
final class InterpreterRun {
  final @Nullable InterpreterRun outer;

  /** Where it was started. */
  final LineCell caller;

  private CallNode[] frames = new CallNode[8];
  private int count;

  InterpreterRun(@Nullable InterpreterRun outer, LineCell caller) {
    this.outer = outer;
    this.caller = caller;
  }

  /**
   * The path of a frame; those above it are gone. Frames that nobody told of are their caller's.
   */
  CallNode frame(Stripe stripe, int number, CallSite site) {
    if (number > frames.length) {
      frames = Arrays.copyOf(frames, Math.max(number, 2 * frames.length));
    }
    while (count < number - 1) {
      frames[count] = below(count);
      count++;
    }
    if (count < number || frames[number - 1].site != site) {
      frames[number - 1] = stripe.callee(below(number - 1), site);
    }
    count = number;
    return frames[number - 1];
  }

  private CallNode below(int index) {
    return index == 0 ? caller.node : frames[index - 1];
  }
}
