package dev.tachograph.engine;

import dev.tachograph.engine.program.ProgramSource;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * What scripts may {@code require}: CommonJS modules as Node has them, evaluated anew, once, for
 * every evaluation that asks for them, under its limits. An immutable value.
 *
 * <p>Names are paths with slashes, such as {@code lib/tax.js}. Scripts and modules find them by the
 * whole name, or by {@code ./} and {@code ../} from the folder of their own name; {@code .js},
 * {@code .json}, {@code /index.js} and {@code /index.json} may be left out.
 */
public final class Modules {
  private static final String HEAD =
      "(function (exports, require, module, __filename, __dirname) {\n";
  private static final String TAIL = "\n})";

  private final Map<String, Definition> definitions;
  private final @Nullable ModuleResolver resolver;
  private final @Nullable BiPredicate<String, String> authorization;
  private final int maximumDepth;
  private final int maximumModules;

  /** What a module is made of. */
  sealed interface Definition {}

  /**
   * Code, or JSON where the name says so.
   *
   * @param program the code as the expression of a function, which begins in line 0
   */
  record Text(ScriptSource source, ProgramSource program) implements Definition {
    Text(ScriptSource source) {
      this(source, new ProgramSource(source.name(), HEAD + source.text() + TAIL, 0));
    }
  }

  /** A snapshot of a value; {@code members} are functions that are properties of it. */
  record HostValue(@Nullable Object value, Map<String, HostFunction> members)
      implements Definition {}

  private Modules(Builder builder) {
    definitions = Map.copyOf(builder.definitions);
    resolver = builder.resolver;
    authorization = builder.authorization;
    maximumDepth = builder.maximumDepth;
    maximumModules = builder.maximumModules;
  }

  public static Builder builder() {
    return new Builder();
  }

  @Nullable Definition definition(String name) {
    return definitions.get(name);
  }

  @Nullable ModuleResolver resolver() {
    return resolver;
  }

  @Nullable BiPredicate<String, String> authorization() {
    return authorization;
  }

  int maximumDepth() {
    return maximumDepth;
  }

  int maximumModules() {
    return maximumModules;
  }

  /** Collects what {@link Modules} there are. Not thread-safe. */
  public static final class Builder {
    private final Map<String, Definition> definitions = new LinkedHashMap<>();
    private @Nullable ModuleResolver resolver;
    private @Nullable BiPredicate<String, String> authorization;
    private int maximumDepth = 32;
    private int maximumModules = 100;

    private Builder() {}

    /**
     * Adds a module.
     *
     * @param name such as {@code lib/tax.js}; one that ends in {@code .json} is data
     * @param text its source
     * @throws IllegalArgumentException if the name is taken or is no path: empty, longer than 1000
     *     characters, with control characters, backslashes, or segments that are empty, {@code .}
     *     or {@code ..}
     */
    public Builder source(String name, String text) {
      Objects.requireNonNull(text, "text");
      return add(name, new Text(new ScriptSource(requireName(name), text)));
    }

    /** Adds modules by their names; as {@link #source}. */
    public Builder sources(Map<String, String> texts) {
      texts.forEach(this::source);
      return this;
    }

    /**
     * Adds a module of the host's: every evaluation that asks for it gets a copy.
     *
     * @param exports a value as {@link Environment.Builder#global} takes it, or a map of such
     *     values and of {@link HostFunction}s, which are called by the name {@code module.function}
     * @throws IllegalArgumentException if the name is taken or is no path, as in {@link #source},
     *     or the value cannot enter a sandbox
     */
    public Builder host(String name, @Nullable Object exports) {
      requireName(name);
      Map<String, HostFunction> members = new LinkedHashMap<>();
      Object values = exports;
      if (exports instanceof Map<?, ?> map) {
        Map<Object, @Nullable Object> others = new LinkedHashMap<>();
        map.forEach(
            (key, value) -> {
              if (value instanceof HostFunction function) {
                members.put(requireMember(name, key), function);
              } else {
                others.put(key, value);
              }
            });
        values = others;
      }
      return add(
          name,
          new HostValue(HostValues.snapshot(name, values), Collections.unmodifiableMap(members)));
    }

    /** Is asked for what is not among the modules added here. */
    public Builder resolver(ModuleResolver resolver) {
      this.resolver = Objects.requireNonNull(resolver);
      return this;
    }

    /**
     * Says who may have which module; everybody may have all unless said otherwise. Asked before
     * anything of the module runs, at each first request of one by the other in an evaluation.
     *
     * @param authorization whether the script or module named first may have the module named
     *     second. A call of the host's, counted in {@code hostCalls}.
     */
    public Builder authorization(BiPredicate<String, String> authorization) {
      this.authorization = Objects.requireNonNull(authorization);
      return this;
    }

    /**
     * How many modules may be waiting for one another; 32 unless said otherwise.
     *
     * @param depth 1 to 1000
     */
    public Builder maximumDepth(int depth) {
      maximumDepth = require("a depth", depth, 1000);
      return this;
    }

    /**
     * How many modules an evaluation may have; 100 unless said otherwise.
     *
     * @param modules 1 to 10000
     */
    public Builder maximumModules(int modules) {
      maximumModules = require("a number of modules", modules, 10_000);
      return this;
    }

    public Modules build() {
      return new Modules(this);
    }

    private Builder add(String name, Definition definition) {
      if (definitions.putIfAbsent(name, definition) != null) {
        throw new IllegalArgumentException("there is a module %s already".formatted(name));
      }
      return this;
    }

    private static String requireName(String name) {
      if (!ModuleNames.isNormal(name)) {
        throw new IllegalArgumentException(
            "'%s' is no name of a module: give a path such as lib/tax.js".formatted(name));
      }
      return name;
    }

    private static String requireMember(String module, @Nullable Object key) {
      if (!(key instanceof String name) || !HostValues.isIdentifier(name)) {
        throw new IllegalArgumentException(
            "'%s' is no name of a function in module %s".formatted(key, module));
      }
      return name;
    }

    private static int require(String what, int number, int most) {
      if (number < 1 || number > most) {
        throw new IllegalArgumentException(
            "%s of %d: 1 to %d are possible".formatted(what, number, most));
      }
      return number;
    }
  }
}
