package dev.tachograph.engine;

import dev.tachograph.engine.program.SyntaxCheck;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.mozilla.javascript.ast.AstRoot;

/**
 * What scripts find in their global scope, beside the language (ECMAScript as Rhino knows it) and
 * the limits: an immutable value.
 *
 * <p>There is no Java in it, no file, no network, no clock but {@code Date}. Rhino's own additions
 * to the language are gone ({@code Packages}, {@code Script}, {@code Continuation}, {@code With},
 * {@code Call}, stack hooks and others).
 */
public final class Environment {
  private final RealmShape shape;
  private final Map<String, @Nullable Object> globals;
  private final Map<String, HostFunction> functions;
  private final @Nullable Modules modules;
  private final @Nullable SyntaxCheck check;

  /** A script that the validator does not allow. */
  static final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String reason;

    private Refusal(RuntimeException refusal) {
      super(refusal);
      reason = String.valueOf(refusal.getMessage());
    }

    String reason() {
      return reason;
    }
  }

  private Environment(Builder builder) {
    shape =
        new RealmShape(
            Set.copyOf(builder.blocked),
            builder.allowed == null ? null : Set.copyOf(builder.allowed),
            builder.codeFromStrings,
            builder.timers,
            List.copyOf(builder.preludes));
    globals = new LinkedHashMap<>(builder.globals);
    functions = new LinkedHashMap<>(builder.functions);
    modules = builder.modules;
    Consumer<AstRoot> validator = builder.validator;
    check = validator == null ? null : tree -> validate(validator, tree);
  }

  /** The language alone, without {@code eval} and {@code Function}. */
  public static Environment standard() {
    return builder().build();
  }

  public static Builder builder() {
    return new Builder();
  }

  RealmShape shape() {
    return shape;
  }

  private static void validate(Consumer<AstRoot> validator, AstRoot tree) {
    try {
      validator.accept(tree);
    } catch (RuntimeException refusal) {
      throw new Refusal(refusal);
    }
  }

  @Nullable SyntaxCheck check() {
    return check;
  }

  Map<String, @Nullable Object> globals() {
    return globals;
  }

  Map<String, HostFunction> functions() {
    return functions;
  }

  /** {@code null} for none. */
  @Nullable Modules modules() {
    return modules;
  }

  /** Collects what an {@link Environment} has. Not thread-safe. */
  public static final class Builder {
    private final Set<String> blocked = new LinkedHashSet<>();
    private @Nullable Set<String> allowed;
    private boolean codeFromStrings;
    private final Map<String, @Nullable Object> globals = new LinkedHashMap<>();
    private final Map<String, HostFunction> functions = new LinkedHashMap<>();
    private final List<ScriptSource> preludes = new ArrayList<>();
    private @Nullable Modules modules;
    private @Nullable Duration timers;
    private @Nullable Consumer<AstRoot> validator;

    private Builder() {}

    /** Takes standard globals away, such as {@code Promise} or {@code Date}. */
    public Builder block(String... names) {
      blocked.addAll(List.of(names));
      return this;
    }

    /**
     * Leaves only these standard globals, such as {@code JSON} or {@code Math}; what the syntax
     * needs is there in any case, but not by name. Blocked ones stay blocked.
     */
    public Builder allowOnly(String... names) {
      allowed = new LinkedHashSet<>(List.of(names));
      return this;
    }

    /**
     * Whether {@code eval} and {@code Function} make code of strings. They are metered like
     * everything; without them, which is the default, they throw an {@code EvalError}.
     */
    public Builder codeFromStrings(boolean allows) {
      codeFromStrings = allows;
      return this;
    }

    /**
     * Defines a global as a copy that every evaluation gets anew.
     *
     * @param value null, a string, number or boolean, an enum constant, a date ({@link
     *     java.time.Instant}, {@link java.util.Date}), a list, set, array, map with string keys, or
     *     record of such values
     * @throws IllegalArgumentException if the name is none, or the value has something else in it
     */
    public Builder global(String name, @Nullable Object value) {
      requireName(name);
      globals.put(name, HostValues.snapshot(name, value));
      return this;
    }

    /** Defines a global function of the host's. */
    public Builder function(String name, HostFunction function) {
      requireName(name);
      functions.put(name, Objects.requireNonNull(function));
      return this;
    }

    /** Defines {@code require}, which finds these modules; there is none unless said otherwise. */
    public Builder modules(Modules modules) {
      this.modules = Objects.requireNonNull(modules);
      return this;
    }

    /**
     * Defines {@code setTimeout}, {@code setInterval}, {@code clearTimeout} and {@code
     * clearInterval}. Nobody waits for a timer: when script and microtasks are done, the earliest
     * one runs at once, and so on, while the clock that they go by jumps from one to the next.
     * {@code Date} does not go by that clock. What a timer throws fails the script.
     *
     * @param horizon how far that clock goes, a millisecond to 36500 days: later timers do not run
     * @throws IllegalArgumentException if it is less or more
     */
    public Builder timers(Duration horizon) {
      if (horizon.compareTo(Duration.ofMillis(1)) < 0
          || horizon.compareTo(Duration.ofDays(36_500)) > 0) {
        throw new IllegalArgumentException(
            "timers up to %s: it is a millisecond to 36500 days".formatted(horizon));
      }
      timers = horizon;
      return this;
    }

    /**
     * Runs the host's own script in every new scope, ahead of the tenant's. It is not metered, and
     * finds no globals but the standard ones; its functions may use the others when they are
     * called.
     */
    public Builder prelude(String name, String source) {
      preludes.add(new ScriptSource(name, source));
      return this;
    }

    /**
     * Looks at the syntax tree of every script before it first runs; once, if the program is kept.
     * What a script hands to {@code eval} is not looked at. Visit trees with {@link
     * SyntaxCheck#visitAll}: Rhino's own way leaves out the default values of parameters.
     *
     * @param validator throws what it likes if it does not allow the script, which then fails as
     *     {@link ScriptError.Kind#REFUSED} with the message. The same tree always has to get the
     *     same answer.
     */
    public Builder validator(Consumer<AstRoot> validator) {
      this.validator = Objects.requireNonNull(validator);
      return this;
    }

    public Environment build() {
      return new Environment(this);
    }

    private static void requireName(String name) {
      if (!HostValues.isIdentifier(name)) {
        throw new IllegalArgumentException("'%s' is no name of a global".formatted(name));
      }
    }
  }
}
