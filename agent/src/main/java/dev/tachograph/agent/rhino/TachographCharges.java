package dev.tachograph.agent.rhino;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/** What Rhino's own code charges: bytes, steps and source, each before it is spent. */
public final class TachographCharges {
  private static final int BLOCK = 128;

  /** Charges in steps that may last so long that the clocks are asked before: some 10 ms. */
  private static final long LONG_WORK = 1L << 21;

  private static final int CHAR = 2;
  private static final int STRING_BYTES = 48;

  private static final int LIST_ELEMENT = 16;

  /** Of a script's array: a reference, and the number that may be there. */
  private static final int ELEMENT_BYTES = 20;

  private static final int EXCEPTION_BYTES = 512;
  private static final int EXCEPTION_BYTES_PER_FRAME = 64;

  /** A frame of the interpreter that is free by itself and lives on in what it throws. */
  private static final int EXCEPTION_BYTES_PER_CALL = 1_000;

  /** Code that pays nothing, for scripts of a few words. */
  static final long FREE_CODE = 64 << 10;

  /** Code that a char of source may become for nothing: of minified libraries it becomes 20. */
  private static final long CODE_PER_CHAR = 32;

  /** A method so small is part of the price of a function. */
  private static final int FREE_METHOD = 1 << 10;

  /** Bytes of the heap for each byte of code while it is woven. */
  private static final long CODE_FACTOR = 24;

  private static final int FREE_BITS = 1 << 10;

  private static final int FREE_BUFFER = 1 << 20;

  /** Types of locals that are kept of one method for nothing: 8000 blocks with 500 variables. */
  private static final long FREE_TYPES = 4L << 20;

  /** The same for a buffer, with the tables beside it. */
  private static final long BUFFER_FACTOR = 4;

  /** More than nearly all functions have, with the operands of their longest expression. */
  private static final int FREE_SLOTS = 128;

  /** More than a script writes by itself. */
  private static final int FREE_ELEMENTS = 256;

  private static final VarHandle ALLOCATED_BYTES_LIMIT;
  private static final VarHandle ALLOCATION_AT_ONCE_LIMIT;
  private static final VarHandle NATIVE_STEPS_LIMIT;
  private static final VarHandle SOURCE_CHARS_LIMIT;

  /** Its fields, and the headers of three arrays. */
  private static final int FRAME_BYTES = 168;

  /** In each of these: a reference, a number, and what kind it is of. */
  private static final int SLOT_BYTES = 20;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      ALLOCATED_BYTES_LIMIT =
          lookup.findVarHandle(Context.class, "tachograph$allocatedBytesLimit", long.class);
      ALLOCATION_AT_ONCE_LIMIT =
          lookup.findVarHandle(Context.class, "tachograph$allocationAtOnceLimit", long.class);
      NATIVE_STEPS_LIMIT =
          lookup.findVarHandle(Context.class, "tachograph$nativeStepsLimit", long.class);
      SOURCE_CHARS_LIMIT =
          lookup.findVarHandle(Context.class, "tachograph$sourceCharsLimit", long.class);
    } catch (ReflectiveOperationException missing) {
      throw new ExceptionInInitializerError(missing);
    }
  }

  private TachographCharges() {}

  /** Something is about to be allocated. */
  public static void allocate(long bytes) {
    Context cx = TachographThreads.meter();
    if (cx != null) {
      if (bytes > cx.tachograph$allocationAtOnce) {
        atOnce(cx, bytes);
      }
      long used = cx.tachograph$allocatedBytes + bytes;
      cx.tachograph$allocatedBytes = used < 0 ? Long.MAX_VALUE : used;
      if (used < 0 || used > (long) ALLOCATED_BYTES_LIMIT.getOpaque(cx)) {
        TachographLedger.exceeded(cx, TachographLedger.ALLOCATED_BYTES, bytes);
      }
    }
  }

  /** The same, unless it is the first of a chain. */
  public static void chained(@Nullable Object previous, long bytes) {
    if (previous != null) {
      allocate(bytes);
    }
  }

  /** No charge was as large. */
  private static void atOnce(Context cx, long bytes) {
    long more = bytes - cx.tachograph$allocationAtOnce;
    cx.tachograph$allocationAtOnce = bytes;
    if (bytes > (long) ALLOCATION_AT_ONCE_LIMIT.getOpaque(cx)) {
      TachographLedger.exceeded(cx, TachographLedger.ALLOCATION_AT_ONCE, more);
    }
  }

  /** An array is about to be allocated. */
  public static void array(int length, int elementBytes) {
    if (length > 0) {
      allocate(16 + (long) length * elementBytes);
    }
  }

  /**
   * A set is about to be allocated: the optimiser makes four for each block of a function, with a
   * bit for each of its variables. A function with more of these than is free cannot be compiled.
   */
  public static void bitSet(int bits) {
    if (bits > FREE_BITS) {
      allocate(bits / Byte.SIZE);
    }
  }

  /** An array that was made for something else is about to be kept. */
  public static void kept(Object @Nullable [] array) {
    if (array != null) {
      array(array.length, ELEMENT_BYTES);
    }
  }

  /**
   * A frame of the interpreter is about to be kept by a continuation; otherwise it lives as long as
   * its call.
   *
   * @param slots of its variables and operands
   */
  public static void frame(int slots) {
    allocate(FRAME_BYTES + (long) slots * SLOT_BYTES);
  }

  /** A frame of the interpreter is about to be made: only large ones pay while they run. */
  public static void frameSlots(int slots) {
    if (slots > FREE_SLOTS) {
      frame(slots);
    }
  }

  /** An array is about to be made that is free unless it is large. */
  public static void largeArray(int length) {
    if (length > FREE_ELEMENTS) {
      array(length, Long.BYTES);
    }
  }

  /** An element is about to be added to a list. */
  public static void element() {
    allocate(LIST_ELEMENT);
  }

  /** The same of a text. */
  public static void largeText(int length) {
    if (length > FREE_ELEMENTS) {
      text(length);
    }
  }

  /** A text of so many characters is about to be made. */
  public static void text(int length) {
    allocate(STRING_BYTES + (long) CHAR * length);
  }

  /** The length that a script reads from a primitive string; null if it reads something else. */
  public static @Nullable Object lengthOf(@Nullable Object object, @Nullable String property) {
    return object instanceof String || object instanceof ConsString
        ? length(object, property)
        : null;
  }

  private static @Nullable Object length(Object text, @Nullable String property) {
    return "length".equals(property) ? (Object) ((CharSequence) text).length() : null;
  }

  /** A loop of Rhino went through a block of rounds. */
  public static void nativeBlock() {
    steps(BLOCK);
  }

  /** Work is about to be done, or was done since the last time. */
  public static void steps(long steps) {
    Context cx = TachographThreads.meter();
    if (cx != null) {
      long used = cx.tachograph$nativeSteps + steps;
      cx.tachograph$nativeSteps = used < 0 ? Long.MAX_VALUE : used;
      if (used < 0 || used > (long) NATIVE_STEPS_LIMIT.getOpaque(cx) || steps >= LONG_WORK) {
        TachographLedger.exceeded(cx, TachographLedger.NATIVE_STEPS, steps);
      }
    }
  }

  /** Source is about to be parsed. */
  public static void source(@Nullable String text) {
    Context cx = TachographThreads.meter();
    if (cx != null && text != null) {
      int length = text.length();
      cx.tachograph$sourceChars += length;
      cx.tachograph$codeCredit += CODE_PER_CHAR * length;
      if (cx.tachograph$sourceChars > (long) SOURCE_CHARS_LIMIT.getOpaque(cx)) {
        TachographLedger.exceeded(cx, TachographLedger.SOURCE_CHARS, length);
      }
      steps(length);
    }
  }

  /**
   * Code is collected in a buffer that grows. The JVM takes 64 KB for one method; what is longer is
   * interpreted in the end, and pays from {@value #FREE_BUFFER} on.
   */
  public static void codeBuffer(int length) {
    if (length > FREE_BUFFER) {
      allocate(BUFFER_FACTOR * length);
    }
  }

  /**
   * A block of a method is about to be made, with the types of all locals. The JVM takes 64 KB for
   * one method; where blocks and locals become so many, it is interpreted in the end.
   *
   * @param index how many blocks the method has before
   */
  public static void block(int index, int locals) {
    if ((long) index * locals > FREE_TYPES) {
      array(locals, Integer.BYTES);
    }
  }

  /** The code of a method is complete; what is longer than source usually becomes pays. */
  public static void code(int length) {
    Context cx = TachographThreads.meter();
    if (cx != null && length > FREE_METHOD) {
      cx.tachograph$codeCredit -= length;
      if (cx.tachograph$codeCredit < 0) {
        long excess = -cx.tachograph$codeCredit;
        cx.tachograph$codeCredit = 0;
        allocate(CODE_FACTOR * excess);
      }
    }
  }

  /**
   * An exception is about to record where it is thrown. The interpreter's frames are kept with it;
   * those that were there when the last one was thrown have been paid for.
   */
  public static void exception() {
    Context cx = TachographThreads.meter();
    if (cx != null) {
      long depth = TachographStack.depth(cx);
      long calls = Math.min(depth, cx.tachograph$functionCalls - cx.tachograph$callsBefore);
      cx.tachograph$callsBefore = cx.tachograph$functionCalls;
      allocate(
          EXCEPTION_BYTES
              + EXCEPTION_BYTES_PER_FRAME * depth
              + EXCEPTION_BYTES_PER_CALL * Math.max(0, calls));
    }
  }

  /** A rope of two parts is about to be made: its length must not wrap around. */
  public static void rope(@Nullable CharSequence left, @Nullable CharSequence right) {
    if (left != null && right != null && left.length() + right.length() < 0) {
      Context cx = TachographThreads.meter();
      if (cx != null) {
        long chars = (long) left.length() + right.length();
        TachographLedger.exceeded(cx, TachographLedger.ALLOCATED_BYTES, -CHAR * chars);
      }
    }
  }
}
