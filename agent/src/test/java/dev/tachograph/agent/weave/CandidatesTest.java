package dev.tachograph.agent.weave;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Nothing that would have to be woven is passed by. */
class CandidatesTest {
  @Test
  void everyScriptIsACandidateWhereverTheMarkStands() {
    byte[] script = ClassFiles.compile("function f() {}").get(0);
    for (int shift = 0; shift < 3; shift++) {
      byte[] shifted = new byte[script.length + shift];
      System.arraycopy(script, 0, shifted, shift, script.length);
      assertThat(Candidates.isScript(shifted)).isTrue();
    }
  }

  @Test
  void everythingThatIsWovenMentionsRhino() throws IOException {
    for (String name :
        List.of(
            "Context",
            "ScriptRuntime",
            "Interpreter",
            "JSFunction",
            "JSScript",
            "optimizer/Codegen")) {
      assertThat(Candidates.mentionsRhino(ClassFiles.rhino(name))).as(name).isTrue();
    }
    assertThat(Candidates.mentionsRhino(ClassFiles.compile("1").get(0))).isTrue();
    assertThat(Candidates.mentionsRhino("com/example/Context".getBytes(StandardCharsets.UTF_8)))
        .isFalse();
  }
}
