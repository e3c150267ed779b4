package dev.tachograph.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.mozilla.javascript.Context;
import org.mozilla.javascript.LambdaFunction;
import org.mozilla.javascript.Scriptable;
import org.mozilla.javascript.ScriptableObject;
import org.mozilla.javascript.Undefined;

/** The {@code console} of one evaluation: keeps so much, and hands everything on. */
final class Console {
  /** What is longer is cut: a host may have left the output without a limit. */
  private static final int LONGEST_LINE = 1 << 20;

  private final List<ConsoleMessage> kept = new ArrayList<>();
  private final Consumer<ConsoleMessage> listener;
  private final LongConsumer charge;
  private final int characters;
  private int charactersLeft;

  /**
   * @param characters how many are kept; later messages are only handed on
   * @param listener is told of every message, in the script's thread
   * @param charge is asked for the bytes of a text, as UTF-8, and of a separator, before it is
   *     copied
   */
  Console(int characters, Consumer<ConsoleMessage> listener, LongConsumer charge) {
    this.charge = charge;
    this.characters = characters;
    charactersLeft = characters;
    this.listener = listener;
  }

  /** Makes the object that scripts see. */
  Scriptable toScript(Context cx, Scriptable scope) {
    ScriptableObject console = (ScriptableObject) cx.newObject(scope);
    for (ConsoleMessage.Level level : ConsoleMessage.Level.values()) {
      String name = level.name().toLowerCase(Locale.ROOT);
      console.defineProperty(
          name,
          new LambdaFunction(
              scope, name, 0, (context, caller, self, values) -> write(level, values)),
          ScriptableObject.DONTENUM);
    }
    return console;
  }

  private Object write(ConsoleMessage.Level level, Object[] values) {
    StringBuilder line = new StringBuilder();
    if (values.length == 0) {
      charge.accept(1);
    }
    for (Object value : values) {
      String text = Context.toString(value);
      charge.accept(utf8Length(text) + 1);
      line.append(line.isEmpty() ? "" : " ");
      line.append(text, 0, Math.min(text.length(), Math.max(0, LONGEST_LINE - line.length())));
    }
    ConsoleMessage message = new ConsoleMessage(level, line.toString());
    listener.accept(message);
    if (line.length() < charactersLeft) {
      charactersLeft -= line.length() + 1; // an empty line takes room, too
      kept.add(message);
    } else {
      charactersLeft = 0;
    }
    return Undefined.instance;
  }

  private static long utf8Length(String text) {
    return text.chars().mapToLong(unit -> unit < 0x80 ? 1 : unit < 0x800 ? 2 : utf8(unit)).sum();
  }

  /** A pair of surrogates takes four bytes together. */
  private static long utf8(int unit) {
    return Character.isSurrogate((char) unit) ? 2 : 3;
  }

  /** What was kept since this was asked for the last time. */
  List<ConsoleMessage> take() {
    List<ConsoleMessage> messages = List.copyOf(kept);
    kept.clear();
    charactersLeft = characters;
    return messages;
  }
}
