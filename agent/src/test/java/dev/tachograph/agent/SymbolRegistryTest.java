package dev.tachograph.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tachograph.meter.Resource;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mozilla.javascript.Context;

/** Symbols of {@code Symbol.for} are the same for all scripts, for as long as any has them. */
class SymbolRegistryTest extends EvaluationsFixture {
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aNameHasOneSymbol(boolean interpreted) {
    mode(interpreted);
    String source = "Symbol.for('registry.' + 'one')";
    Object symbol = eval("first.js", source);
    assertThat(eval("again.js", source)).isSameAs(symbol);
    assertThat(eval("key.js", "Symbol.keyFor(Symbol.for('registry.one'))"))
        .isEqualTo("registry.one");
    assertThat(eval("other.js", "Symbol.keyFor(Symbol('registry.one'))"))
        .isEqualTo(Context.getUndefinedValue());
    mode(!interpreted);
    assertThat(eval("scope.js", source)).as("in another scope").isSameAs(symbol);
  }

  @Test
  void aSymbolThatIsHeldStaysTheOne() throws InterruptedException {
    ReferenceQueue<Object> collected = new ReferenceQueue<>();
    Object held = eval("held.js", "Symbol.for('registry.' + 'held')");
    awaitCollection(registered("registry.dropped", collected), collected);
    assertThat(eval("held.js", "Symbol.for('registry.held')")).isSameAs(held);
    assertThat(eval("held.js", "Symbol.keyFor(Symbol.for('registry.held'))"))
        .isEqualTo("registry.held");
  }

  @Test
  void whatNobodyHasIsForgotten() throws InterruptedException {
    ReferenceQueue<Object> collected = new ReferenceQueue<>();
    List<Reference<Object>> symbols = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      symbols.add(registered("registry.forgotten." + i, collected));
    }
    for (Reference<Object> symbol : symbols) {
      awaitCollection(symbol, collected);
    }
    assertThat(eval("new.js", "Symbol.keyFor(Symbol.for('registry.forgotten.0'))"))
        .isEqualTo("registry.forgotten.0");
  }

  /** The name of a symbol may be a text of a script that is gone before the symbol is. */
  @Test
  void aNameMayOutliveItsFirstSymbol() throws InterruptedException {
    ReferenceQueue<Object> collected = new ReferenceQueue<>();
    String name = "registry.".concat("literal");
    Reference<Object> first = registered(name, collected);
    awaitCollection(first, collected);
    Object second = eval("second.js", "Symbol.for('registry.' + 'literal')");
    assertThat(name).as("held until here").endsWith("literal");
    ReferenceQueue<Object> names = new ReferenceQueue<>();
    Reference<Object> text = new WeakReference<>(name, names);
    name = null;
    awaitCollection(text, names);
    assertThat(eval("third.js", "Symbol.for('registry.' + 'literal')")).isSameAs(second);
  }

  /** What is counted must not depend on the JVM's garbage collection, or on other scripts. */
  @Test
  void whatIsKnownCostsTheSame() {
    eval("warm.js", "Symbol.for('warm')");
    String source =
        "(function() { var t = []; for (var i = 0; i < 100; i++) t.push(Symbol.for('paid' + i));"
            + " return t; })()";
    Object held = eval("first.js", source);
    eval("second.js", source);
    assertThat(held).isNotNull();
    assertThat(ended.get(2).usage().get(Resource.ALLOCATED_BYTES))
        .isEqualTo(ended.get(1).usage().get(Resource.ALLOCATED_BYTES));
  }

  private Reference<Object> registered(String name, ReferenceQueue<Object> collected) {
    scope.put("name", scope, name);
    Object symbol = eval("registered.js", "Symbol.for(name)");
    scope.delete("name");
    return new WeakReference<>(symbol, collected);
  }

  private static void awaitCollection(Reference<Object> reference, ReferenceQueue<Object> queue)
      throws InterruptedException {
    for (int i = 0; i < 50 && !reference.refersTo(null); i++) {
      System.gc();
      queue.remove(200);
    }
    assertThat(reference.refersTo(null)).as("collected").isTrue();
  }
}
