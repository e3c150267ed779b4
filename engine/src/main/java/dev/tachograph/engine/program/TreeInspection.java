package dev.tachograph.engine.program;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.mozilla.javascript.CompilerEnvirons;
import org.mozilla.javascript.IRFactory;
import org.mozilla.javascript.Parser;
import org.mozilla.javascript.ast.AstRoot;
import org.mozilla.javascript.ast.ScriptNode;

/** Looks at the tree of a text that is about to be compiled, from within its compilation. */
final class TreeInspection implements Consumer<CompilerEnvirons> {
  private final ProgramSource source;
  private final @Nullable SyntaxCheck check;
  private boolean templateObjects;

  TreeInspection(ProgramSource source, @Nullable SyntaxCheck check) {
    this.source = source;
    this.check = check;
  }

  /** Whether Rhino will keep the objects of tagged templates in the compiled code. */
  boolean foundTemplateObjects() {
    return templateObjects;
  }

  @Override
  public void accept(CompilerEnvirons environs) {
    String text = source.text();
    AstRoot root = new Parser(environs).parse(text, source.name(), source.firstLine());
    if (check != null) {
      check.check(root);
    }
    if (text.indexOf('`') >= 0) {
      IRFactory factory = new IRFactory(environs, source.name(), text, environs.getErrorReporter());
      templateObjects = hasTemplateObjects(factory.transformTree(root));
    }
  }

  /** Asks the tables that code is generated from: visitors of the tree miss some of the nodes. */
  private static boolean hasTemplateObjects(ScriptNode tree) {
    Deque<ScriptNode> nodes = new ArrayDeque<>();
    nodes.add(tree);
    for (ScriptNode node = nodes.poll(); node != null; node = nodes.poll()) {
      if (node.getTemplateLiteralCount() > 0) {
        return true;
      }
      for (int i = 0; i < node.getFunctionCount(); i++) {
        nodes.add(node.getFunctionNode(i));
      }
    }
    return false;
  }
}
