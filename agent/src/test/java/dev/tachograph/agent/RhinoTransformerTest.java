package dev.tachograph.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.instrument.ClassFileTransformer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What becomes of classes that the weaver cannot even read. */
class RhinoTransformerTest {
  private final ClassFileTransformer transformer = WovenJvm.transformer();

  private byte[] transform(String name, String content) throws Exception {
    return transformer.transform(
        getClass().getClassLoader(), name, null, null, content.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void aBrokenScriptCannotBeLoaded() throws Exception {
    assertThat(transform("gen/Broken", "_c_script_0 org/mozilla/javascript/Scriptable"))
        .containsExactly(0xCA);
    assertThat(transform("shaded/js/Context", "shaded/js/Scriptable")).containsExactly(0xCA);
  }

  @Test
  void aClassThatOnlyLooksLikeOneIsLeftToTheJvm() throws Exception {
    assertThat(transform("com/example/Context", "of a future class file version")).isNull();
    assertThat(transform("com/example/Fft", "_c_ but no script")).isNull();
    assertThat(transform("com/example/Other", "nothing")).isNull();
  }
}
