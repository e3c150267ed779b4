package dev.tachograph.bench.corpus;

import dev.tachograph.engine.Modules;
import dev.tachograph.engine.ScriptSource;
import org.jspecify.annotations.Nullable;

/** The modules that attacks find: each a part of one of them. */
final class HostileModules {
  private static final String LARGE = "x = 1;\n".repeat(10_000);

  private HostileModules() {}

  static Modules modules() {
    return Modules.builder()
        .source("shared", "exports.seen = []")
        .source("self", "module.require = require; module.exports = module")
        .source(
            "getter",
            "Object.defineProperty(module, 'exports',"
                + " {get: function () { return require('./getter') }})")
        .source("closes", "}); var leaked = 'here'; (function () {")
        .source("spins", "try { for (;;); } finally { module.exports = 1; return 2 }")
        .resolver(request -> resolve(request.specifier()))
        .build();
  }

  private static @Nullable ScriptSource resolve(String specifier) {
    if (specifier.startsWith("endless/")) {
      return new ScriptSource(specifier, "require(module.id + 'x')");
    }
    if (specifier.startsWith("huge/")) {
      return new ScriptSource(specifier, LARGE);
    }
    if (specifier.equals("fails")) {
      throw new IllegalStateException("ESCAPED: the host's own message");
    }
    return null;
  }
}
