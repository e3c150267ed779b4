package dev.tachograph.engine.program;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.mozilla.javascript.CompilerEnvirons;
import org.mozilla.javascript.IRFactory;
import org.mozilla.javascript.Parser;
import org.mozilla.javascript.ast.AstRoot;
import org.mozilla.javascript.ast.ScriptNode;

/**
 * Finds where the functions of a text that is about to be compiled stand in it, from within its
 * compilation: Rhino knows, but does not tell.
 */
final class FunctionBounds implements Consumer<CompilerEnvirons> {
  private final ProgramSource source;
  private final List<CompiledForm.Bounds> found = new ArrayList<>();

  FunctionBounds(ProgramSource source) {
    this.source = source;
  }

  /** Those of the script and of its functions, each before those in it. */
  List<CompiledForm.Bounds> found() {
    return found;
  }

  @Override
  public void accept(CompilerEnvirons environs) {
    String text = source.text();
    AstRoot root = new Parser(environs).parse(text, source.name(), 1);
    ScriptNode script =
        new IRFactory(environs, source.name(), text, environs.getErrorReporter())
            .transformTree(root);
    if (environs.isGeneratingSource()) {
      script.setRawSourceBounds(0, text.length());
    }
    add(script);
  }

  private void add(ScriptNode node) {
    found.add(new CompiledForm.Bounds(node.getRawSourceStart(), node.getRawSourceEnd()));
    for (int i = 0; i < node.getFunctionCount(); i++) {
      add(node.getFunctionNode(i));
    }
  }
}
