package dev.tachograph.engine;

import org.jspecify.annotations.Nullable;

/** Finds the modules that an environment does not name. Called on the thread of a host function. */
@FunctionalInterface
public interface ModuleResolver {
  /**
   * Finds a module. A call of the host's, as that of a {@link HostFunction} is: counted in {@code
   * hostCalls}, with the same treatment of what it throws.
   *
   * @return its text, under the one name that it has whoever asks: by that name it is the same
   *     module within an evaluation, is shown in errors, and resolves what it requires itself. One
   *     that ends in {@code .json} is data. {@code null} if there is none.
   */
  @Nullable ScriptSource resolve(ModuleRequest request) throws Exception;
}
