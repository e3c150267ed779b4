package dev.tachograph.engine.program;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.mozilla.javascript.CompilerEnvirons;
import org.mozilla.javascript.Context;
import org.mozilla.javascript.JSDescriptor;
import org.mozilla.javascript.Script;
import org.mozilla.javascript.optimizer.OptJSScriptCode;

/**
 * Compiles texts. All of it happens in methods of the Context, even looking at the tree: these are
 * where an evaluation is metered, and a parser that is called on its own costs nobody anything.
 */
final class SourceCompiler {
  private SourceCompiler() {}

  /**
   * What became of a text.
   *
   * @param script ready to run
   * @param keepsRealm whether the first run puts objects of its realm into the script
   */
  record Compiled(Script script, boolean keepsRealm) {
    /** Whether it is in bytecode. */
    boolean isCompiled() {
      return SourceCompiler.isCompiled(script);
    }

    /** How many functions are in it. */
    int functions() {
      int count = 0;
      Deque<JSDescriptor<?>> descriptors = new ArrayDeque<>();
      descriptors.add(script.getDescriptor());
      for (JSDescriptor<?> next = descriptors.poll(); next != null; next = descriptors.poll()) {
        count += next.getNestedFunctions().size();
        descriptors.addAll(next.getNestedFunctions());
      }
      return count;
    }
  }

  /**
   * Gets a text ready to run. If there is a check, or a template that may have a tag, then the text
   * is parsed twice.
   *
   * @param interpreted whether for the interpreter; what is too large to be compiled is in any case
   */
  static Compiled first(
      Context cx, ProgramSource source, @Nullable SyntaxCheck check, boolean interpreted) {
    if (check == null && source.text().indexOf('`') < 0) {
      return new Compiled(inMode(interpreted, cx, () -> whole(cx, source)), false);
    }
    TreeInspection inspection = new TreeInspection(source, check);
    Script script = inMode(interpreted, cx, () -> with(cx, source, inspection));
    return new Compiled(script, inspection.foundTemplateObjects());
  }

  /** The same without looking at it again. */
  static Script interpretedAnew(Context cx, ProgramSource source, CompileOptions options) {
    return inMode(true, cx, () -> with(cx, source, options::applyTo));
  }

  /**
   * Compiles a text that was parsed without errors before.
   *
   * @throws IllegalStateException if it is too large for class files
   */
  static Script compiled(Context cx, ProgramSource source, CompileOptions options) {
    return compiled(cx, source, options, environs -> {});
  }

  /**
   * A compiled script, and the same to be kept.
   *
   * @param form {@code null} if the script cannot be kept
   */
  record Recorded(Script script, @Nullable CompiledForm form) {}

  /**
   * The same, for the price of parsing it twice.
   *
   * @throws IllegalStateException if it is too large for class files
   */
  static Recorded recorded(Context cx, ProgramSource source, CompileOptions options) {
    FunctionBounds bounds = new FunctionBounds(source);
    Script script = RecordingClassLoader.recording(cx, () -> compiled(cx, source, options, bounds));
    return new Recorded(script, CompiledForm.of(script, bounds.found()));
  }

  private static Script compiled(
      Context cx,
      ProgramSource source,
      CompileOptions options,
      Consumer<CompilerEnvirons> inspection) {
    if (cx.getLanguageVersion() != options.languageVersion()) {
      cx.setLanguageVersion(options.languageVersion());
    }
    Script script =
        inMode(
            false,
            cx,
            () ->
                with(
                    cx,
                    source,
                    environs -> {
                      options.applyTo(environs);
                      environs.setErrorReporter(SilentErrorReporter.INSTANCE);
                      inspection.accept(environs);
                    }));
    if (!isCompiled(script)) {
      throw new IllegalStateException("it is too large for class files");
    }
    return script;
  }

  private static boolean isCompiled(Script script) {
    return script.getDescriptor().getCode() instanceof OptJSScriptCode;
  }

  private static Script whole(Context cx, ProgramSource source) {
    return cx.compileString(source.text(), source.name(), source.firstLine(), null);
  }

  private static Script with(
      Context cx, ProgramSource source, Consumer<CompilerEnvirons> environs) {
    try {
      return cx.compileReader(
          new StringReader(source.text()), source.name(), source.firstLine(), null, environs);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private interface Compilation {
    Script run();
  }

  /** Contexts that are in the right mode already may be sealed. */
  private static Script inMode(boolean interpreted, Context cx, Compilation compilation) {
    if (cx.isInterpretedMode() == interpreted) {
      return compilation.run();
    }
    cx.setInterpretedMode(interpreted);
    try {
      return compilation.run();
    } finally {
      cx.setInterpretedMode(!interpreted);
    }
  }
}
