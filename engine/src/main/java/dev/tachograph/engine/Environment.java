package dev.tachograph.engine;

import dev.tachograph.engine.program.SyntaxCheck;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
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
  private final HostGlobals globals;
  private final @Nullable Modules modules;
  private final @Nullable SyntaxCheck check;

  private Environment(Builder builder) {
    shape =
        new RealmShape(
            Set.copyOf(builder.blocked),
            builder.allowed == null ? null : Set.copyOf(builder.allowed),
            builder.codeFromStrings,
            builder.timers,
            List.copyOf(builder.preludes));
    globals = builder.globals.copy();
    modules = builder.modules;
    check = check(Set.copyOf(builder.off), builder.validator);
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

  private static @Nullable SyntaxCheck check(
      Set<LanguageFeature> off, @Nullable Consumer<AstRoot> validator) {
    SyntaxCheck features = off.isEmpty() ? null : new FeatureCheck(off);
    return validator == null
        ? features
        : tree -> {
          if (features != null) {
            features.check(tree);
          }
          validate(validator, tree);
        };
  }

  private static void validate(Consumer<AstRoot> validator, AstRoot tree) {
    try {
      validator.accept(tree);
    } catch (RuntimeException refusal) {
      throw new SyntaxRefusal(refusal);
    }
  }

  @Nullable SyntaxCheck check() {
    return check;
  }

  /** Not to be changed. */
  HostGlobals globals() {
    return globals;
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
    private final HostGlobals globals = new HostGlobals();
    private final List<ScriptSource> preludes = new ArrayList<>();
    private @Nullable Modules modules;
    private @Nullable Duration timers;
    private @Nullable Consumer<AstRoot> validator;
    private final Set<LanguageFeature> off = EnumSet.noneOf(LanguageFeature.class);

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
      globals.value(name, value, false);
      return this;
    }

    /**
     * Defines a global that scripts cannot change, nor anything in it, such as who the tenant and
     * the user are. Dates in it can be set as before.
     *
     * @throws IllegalArgumentException as {@link #global}
     */
    public Builder frozen(String name, @Nullable Object value) {
      globals.value(name, value, true);
      return this;
    }

    /**
     * Defines a function of the host's that costs nothing but a host call; {@link #function(String,
     * HostFunctionOptions, HostFunction)} is for those that reach farther.
     */
    public Builder function(String name, HostFunction function) {
      return function(name, HostFunctionOptions.NONE, function);
    }

    /**
     * Defines a function of the host's.
     *
     * @param name of a global, or of a member of objects, as {@code crm.lookup}: those are frozen,
     *     and scripts cannot change the global
     * @param options what it costs, how long and how often it may be called, and what with
     * @throws IllegalArgumentException if the name is none, or something else has a part of it
     */
    public Builder function(String name, HostFunctionOptions options, HostFunction function) {
      globals.function(name, options, function);
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

    /**
     * Switches syntax off, beside what is off already. A script that uses it is refused before
     * anything of it runs, as {@link ScriptError.Kind#REFUSED} with line and column. It is looked
     * for in the tree of the script; in code that it might hand to {@code eval} it cannot be.
     */
    public Builder without(Collection<LanguageFeature> features) {
      off.addAll(features);
      return this;
    }

    /** Switches syntax off; as {@link #without(Collection)}. */
    public Builder without(LanguageFeature... features) {
      return without(List.of(features));
    }

    /** Switches off all but these, and those that are off already. */
    public Builder onlyFeatures(LanguageFeature... features) {
      Set<LanguageFeature> others = EnumSet.allOf(LanguageFeature.class);
      others.removeAll(List.of(features));
      return without(others);
    }

    /**
     * Makes the environment.
     *
     * @throws IllegalArgumentException if syntax is switched off and code comes from strings
     */
    public Environment build() {
      if (codeFromStrings && !off.isEmpty()) {
        throw new IllegalArgumentException(
            "%s cannot be switched off in code from strings: leave out codeFromStrings(true)"
                .formatted(off.iterator().next().words()));
      }
      return new Environment(this);
    }
  }
}
