package dev.tachograph.engine;

import dev.tachograph.engine.program.SyntaxCheck;
import java.util.Set;
import org.mozilla.javascript.ast.AstNode;
import org.mozilla.javascript.ast.AstRoot;

/**
 * Refuses scripts with syntax that is switched off.
 *
 * @param off what is
 */
record FeatureCheck(Set<LanguageFeature> off) implements SyntaxCheck {
  /** Of what is not the author's: the function around a module. */
  private static final int BEFORE_THE_TEXT = 0;

  @Override
  public void check(AstRoot script) {
    SyntaxCheck.visitAll(
        script,
        node -> {
          require(node);
          return true;
        });
  }

  private void require(AstNode node) {
    if (node.getLineno() == BEFORE_THE_TEXT) {
      return;
    }
    for (LanguageFeature feature : off) {
      if (feature.isNeededBy(node)) {
        throw new SyntaxRefusal(
            feature.words() + " are switched off", node.getLineno(), node.getColumn());
      }
    }
  }
}
