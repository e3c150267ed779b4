package dev.tachograph.agent;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tachograph.agent.weave.RhinoNames;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which Rhino a class belongs to, and whether that was there before the agent. */
class RhinosTest {
  private static final RhinoNames OTHER = new RhinoNames("htmlunit/corejs/javascript/");
  private static final RhinoNames MOZILLA = RhinoNames.MOZILLA;
  private static final String CONTEXT = MOZILLA.of("Context");

  private final Set<String> loaded = new HashSet<>();
  private final Rhinos rhinos = new Rhinos((loader, name) -> loaded.contains(name));
  private final ClassLoader parent = new URLClassLoader(new URL[0], null);
  private final ClassLoader child = new URLClassLoader(new URL[0], parent);

  @Test
  void whatIsBesideTheContextIsOfItsOwnLoader() {
    assertThat(rhinos.expect(parent, MOZILLA).isLate()).isTrue();
    assertThat(rhinos.ofScript(child, MOZILLA)).isSameAs(rhinos.find(parent, MOZILLA));
    assertThat(rhinos.ofPart(child, MOZILLA, MOZILLA.of("xmlimpl/XML")))
        .isSameAs(rhinos.find(parent, MOZILLA));

    assertThat(requireNonNull(rhinos.ofPart(child, MOZILLA, CONTEXT)).isLate()).isFalse();
    assertThat(rhinos.isLate(child, MOZILLA)).isFalse();
    assertThat(rhinos.ofPart(child, MOZILLA, MOZILLA.of("xmlimpl/XML")))
        .isSameAs(rhinos.find(child, MOZILLA))
        .isSameAs(rhinos.ofScript(child, MOZILLA));
  }

  @Test
  void oneIsReleasedAndNoOtherInTheSameLoader() {
    rhinos.expect(parent, MOZILLA).release(true);
    assertThat(rhinos.expect(parent, OTHER).isReleased()).isFalse();
    assertThat(requireNonNull(rhinos.ofScript(child, MOZILLA)).isReleased()).isTrue();
    assertThat(requireNonNull(rhinos.ofScript(child, OTHER)).isReleased()).isFalse();
  }

  @Test
  void aScriptThatIsMetWhileTheAgentStartsMayBeOfOneThatWasThere() {
    rhinos.start();
    assertThat(rhinos.hasLate()).isTrue();
    assertThat(rhinos.ofScript(child, MOZILLA)).isNull();
    loaded.add(CONTEXT);
    assertThat(requireNonNull(rhinos.ofScript(child, MOZILLA)).isLate()).isTrue();
    rhinos.settle();
    assertThat(rhinos.hasLate()).isTrue();
    assertThat(rhinos.ofScript(child, OTHER)).isNull();
  }

  @Test
  void whatIsMetWhileTheAgentStartsMayHaveBeenThere() {
    loaded.add(CONTEXT);
    rhinos.start();
    assertThat(requireNonNull(rhinos.ofPart(parent, MOZILLA, MOZILLA.of("Kit"))).isLate()).isTrue();
    assertThat(requireNonNull(rhinos.ofPart(parent, OTHER, OTHER.of("Kit"))).isLate()).isFalse();
    rhinos.settle();
    assertThat(requireNonNull(rhinos.ofPart(child, MOZILLA, CONTEXT)).isLate()).isFalse();
    assertThat(rhinos.expect(child, MOZILLA).isLate()).isFalse();
    assertThat(rhinos.expect(child, OTHER).isLate()).isTrue();
  }
}
