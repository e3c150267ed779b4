package dev.tachograph.engine.program;

import java.util.List;
import org.mozilla.javascript.Node;
import org.mozilla.javascript.ast.AstNode;
import org.mozilla.javascript.ast.AstRoot;
import org.mozilla.javascript.ast.FunctionNode;
import org.mozilla.javascript.ast.NodeVisitor;

/**
 * A rule of the host's about what scripts may say. Programs that passed are kept for this very
 * object, so use one object per rule: a rule that is made anew for every call finds nothing in the
 * cache, and one that changes its mind is not asked again.
 */
@FunctionalInterface
public interface SyntaxCheck {
  /**
   * Looks at a script that was parsed without errors, before it is compiled. What a script hands to
   * {@code eval} or {@code Function} is not looked at.
   *
   * @param script its syntax tree
   * @throws RuntimeException if the script is not allowed; whoever asked for the program gets it,
   *     and nothing is kept
   */
  void check(AstRoot script);

  /**
   * Visits all nodes of a tree, also the default values of parameters, which {@link AstNode#visit}
   * of Rhino 1.9.2 leaves out.
   *
   * @param visitor is asked as there
   */
  static void visitAll(AstNode tree, NodeVisitor visitor) {
    tree.visit(
        node -> {
          boolean goesOn = visitor.visit(node);
          if (goesOn && node instanceof FunctionNode function) {
            visitDefaults(function, visitor);
          }
          return goesOn;
        });
  }

  private static void visitDefaults(FunctionNode function, NodeVisitor visitor) {
    List<Object> ofNames = function.getDefaultParams();
    if (ofNames != null) {
      ofNames.forEach(nameOrDefault -> visitNode(nameOrDefault, visitor));
    }
    List<Node[]> ofPatterns = function.getDestructuringRvalues();
    if (ofPatterns != null) {
      ofPatterns.forEach(patternAndDefault -> visitNode(patternAndDefault[1], visitor));
    }
  }

  private static void visitNode(Object node, NodeVisitor visitor) {
    if (node instanceof AstNode tree) {
      visitAll(tree, visitor);
    }
  }
}
