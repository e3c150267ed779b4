package dev.tachograph.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tachograph.agent.ParityTest.Counted;
import dev.tachograph.agent.weave.Padding;
import dev.tachograph.agent.weave.RhinoNames;
import dev.tachograph.meter.Resource;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.mozilla.classfile.ClassFileWriter;
import org.mozilla.javascript.CompilerEnvirons;
import org.mozilla.javascript.Context;
import org.mozilla.javascript.DefiningClassLoader;
import org.mozilla.javascript.Script;
import org.mozilla.javascript.optimizer.ClassCompiler;

/** What happens to scripts whose compiled form cannot be metered. */
class FallbackTest {
  private static Object refused() {
    return WovenJvm.governor().statistics().toMap().get("refused");
  }

  @Test
  void aUnitThatIsTooLargeForRhinosCompilerCountsTheSame() {
    String source = "var n = 0;" + "for (var i = 0; i < 2; i++) n++;".repeat(900) + "n";
    Object before = refused();
    Counted compiled = Counted.run("large.js", source, false);
    Counted interpreted = Counted.run("large.js", source, true);
    assertThat(compiled.result()).isEqualTo("1800");
    assertThat(compiled.counts()).isEqualTo(interpreted.counts());
    assertThat(compiled.usage().get(Resource.ITERATIONS)).isEqualTo(1_800);
    assertThat(refused()).isEqualTo(before);
  }

  @Test
  void whatCannotBeMeteredIsReportedToRhinoAsWhatItInterpretsInstead() {
    assertThat(CompileFallback.exception(getClass().getClassLoader(), RhinoNames.MOZILLA, "why"))
        .isInstanceOf(ClassFileWriter.ClassFileFormatException.class)
        .hasMessage("why");
  }

  @Test
  void aClassThatWasCompiledElsewhereAndCannotBeMeteredIsReplacedByARefusal() throws Exception {
    CompilerEnvirons environs = new CompilerEnvirons();
    environs.setLanguageVersion(Context.VERSION_ES6);
    Object[] classes =
        new ClassCompiler(environs).compileToClassFiles("for (;;);", "ahead.js", 1, "Ahead");
    for (int i = 1; i < classes.length; i += 2) {
      classes[i] = Padding.fill((byte[]) classes[i], "_c_script_0");
    }
    Map<String, Object> before = WovenJvm.governor().statistics().toMap();
    DefiningClassLoader loader = new DefiningClassLoader(Context.class.getClassLoader());
    Class<?> main = null;
    for (int i = 0; i < classes.length; i += 2) {
      Class<?> defined = loader.defineClass((String) classes[i], (byte[]) classes[i + 1]);
      main = classes[i].equals("AheadMain") ? defined : main;
    }
    Context cx = Context.enter();
    try {
      Class<?> code = loader.loadClass("Ahead");
      Class.forName(main.getName(), true, loader);
      Object descriptor = ((Object[]) code.getField("_descriptors").get(null))[0];
      Script script =
          (Script)
              Class.forName("org.mozilla.javascript.JSScript")
                  .getConstructors()[0]
                  .newInstance(descriptor, null);
      assertThatThrownBy(() -> script.exec(cx, cx.initStandardObjects(), null))
          .isInstanceOf(LinkageError.class)
          .hasMessageContaining("Tachograph refused class Ahead")
          .hasMessageContaining("Remedy");
    } finally {
      Context.exit();
    }
    assertThat((Long) refused()).isEqualTo((Long) before.get("refused") + 1);
  }
}
