package dev.tachograph.engine;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;
import org.mozilla.javascript.Callable;
import org.mozilla.javascript.Context;
import org.mozilla.javascript.Scriptable;

/** Finds out which module a script means, and whether it may have it. */
final class ModuleFinder {
  private final Modules modules;
  private final String account;
  private final HostFunctions functions;
  private final Scriptable scope;

  /**
   * A module that there is.
   *
   * @param name the one that it has whoever asks
   */
  record Found(String name, Modules.Definition definition) {}

  /**
   * What there is to say about a specifier.
   *
   * @param allowed whether who asks may have what was found
   */
  record Answer(@Nullable Found found, boolean allowed) {}

  /**
   * @param account who pays for the evaluation
   * @param functions by whose rules the host is asked
   */
  ModuleFinder(Modules modules, String account, HostFunctions functions, Scriptable scope) {
    this.modules = modules;
    this.account = account;
    this.functions = functions;
    this.scope = scope;
  }

  /**
   * Looks for a module.
   *
   * @param from the name of who asks
   * @throws org.mozilla.javascript.RhinoException if the host fails to say
   */
  Answer find(Context cx, String specifier, String from) {
    List<String> candidates = ModuleNames.candidates(specifier, from);
    Found known = defined(candidates);
    if (modules.authorization() == null && (modules.resolver() == null || known != null)) {
      return new Answer(known, true);
    }
    return ask(cx, new ModuleRequest(specifier, from, account, candidates), known);
  }

  private @Nullable Found defined(List<String> candidates) {
    for (String name : candidates) {
      Modules.Definition definition = modules.definition(name);
      if (definition != null) {
        return new Found(name, definition);
      }
    }
    return null;
  }

  /** A call of the host's as any other. */
  private Answer ask(Context cx, ModuleRequest request, @Nullable Found known) {
    AtomicReference<@Nullable Answer> answer = new AtomicReference<>();
    Scriptable question =
        functions.toScript(
            scope,
            "require",
            call -> {
              answer.set(answer(request, known));
              return null;
            });
    ((Callable) question).call(cx, scope, scope, new Object[0]);
    return Objects.requireNonNull(answer.get());
  }

  private Answer answer(ModuleRequest request, @Nullable Found known) throws Exception {
    Found found = known == null ? resolve(request) : known;
    BiPredicate<String, String> authorization = modules.authorization();
    boolean allowed =
        found == null || authorization == null || authorization.test(request.from(), found.name());
    return new Answer(found, allowed);
  }

  /** What the environment names itself is what it says, whatever the resolver makes of it. */
  private @Nullable Found resolve(ModuleRequest request) throws Exception {
    ModuleResolver resolver = modules.resolver();
    ScriptSource source = resolver == null ? null : resolver.resolve(request);
    if (source == null) {
      return null;
    }
    if (!ModuleNames.isPrintable(source.name())) {
      throw new IllegalStateException(
          "the resolver gave a module a name that is not one line of at most %d characters"
              .formatted(ModuleNames.LONGEST));
    }
    Modules.Definition own = modules.definition(source.name());
    return new Found(source.name(), own == null ? new Modules.Text(source) : own);
  }
}
