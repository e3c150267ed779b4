package dev.tachograph.agent.tools;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MovedRhinoTest {
  private static final String CLASSES =
      """
      15430:
      java.lang.Object/null
      |--com.acme.js.ScriptRuntime/0x00007fee4c10b780
      |  |--java.nio.ByteBuffer/null
      |--com.acme.js.Scriptable/0x00007fee4c10b780 (intf)
      |--com.acme.js.Thing$$Lambda/0x00007fee4d000000/0x00007fee4c10b780
      |--Context/0x00007fee4c10b780
      |--com.acme.Base/0x00007fee4c10b780
      |  |--com.acme.%s
      """;

  @Test
  void neighboursOfOneLoaderAreARhino() {
    assertThat(MovedRhino.isIn(CLASSES.formatted("js.Context/0x00007fee4c10b780"))).isTrue();
  }

  @Test
  void namesAloneAreNone() {
    assertThat(MovedRhino.isIn(CLASSES.formatted("js.Context/0x00007fee4c10b788"))).isFalse();
    assertThat(MovedRhino.isIn(CLASSES.formatted("Context/0x00007fee4c10b780"))).isFalse();
    assertThat(MovedRhino.isIn(CLASSES.formatted("js.MyContext/0x00007fee4c10b780"))).isFalse();
    assertThat(MovedRhino.isIn("")).isFalse();
  }
}
