package dev.tachograph.agent.prewoven;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tachograph.agent.weave.Candidates;
import dev.tachograph.agent.weave.Mentions;
import dev.tachograph.agent.weave.Weaver;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mozilla.javascript.Context;

/** What was made when the agent was built is what the weaver makes now. */
class PrewovenTest {
  private final Prewoven prewoven = Prewoven.read();

  static Stream<Path> releases() throws URISyntaxException {
    return Stream.of(
        Path.of(Context.class.getProtectionDomain().getCodeSource().getLocation().toURI()),
        Path.of("target", "rhinos", "rhino-" + System.getProperty("rhino.older.version") + ".jar"));
  }

  private static List<byte[]> library(Path release) throws IOException {
    List<byte[]> classes = new ArrayList<>();
    try (JarFile jar = new JarFile(release.toFile())) {
      for (JarEntry entry : jar.stream().toList()) {
        String name = entry.getName();
        if (name.endsWith(".class") && Candidates.isLibrary(name.replace(".class", ""))) {
          try (InputStream in = jar.getInputStream(entry)) {
            classes.add(in.readAllBytes());
          }
        }
      }
    }
    return classes;
  }

  @ParameterizedTest
  @MethodSource("releases")
  void isWhatTheWeaverMakes(Path release) throws IOException {
    Weaver weaver = new Weaver();
    int changed = 0;
    for (byte[] original : library(release)) {
      PrewovenClass known = prewoven.find(original);
      assertThat(known).isNotNull();
      byte[] woven = weaver.weave(original).bytes();
      assertThat(known.woven()).isEqualTo(woven);
      changed += woven == null ? 0 : 1;
    }
    assertThat(changed).isGreaterThan(150);
  }

  @ParameterizedTest
  @MethodSource("releases")
  void knowsWhatEachClassMentions(Path release) throws IOException {
    for (byte[] original : library(release)) {
      PrewovenClass known = prewoven.find(original);
      assertThat(known).isNotNull();
      Mentions mentions = Mentions.in(original);
      assertThat(known.initialises()).isEqualTo(mentions.initialises());
      List<String> names = new ArrayList<>();
      BitSet seen = new BitSet();
      known.addMentions(names, seen);
      known.addMentions(names, seen);
      assertThat(names).containsExactlyElementsOf(new LinkedHashSet<>(mentions.classes()));
    }
  }

  @Test
  void doesNotKnowAClassThatDiffersInOneBit() throws IOException {
    byte[] original;
    try (InputStream in = Context.class.getResourceAsStream("Context.class")) {
      original = in.readAllBytes();
    }
    assertThat(prewoven.find(original)).isNotNull();
    for (int i = 0; i < original.length; i += 997) {
      original[i] ^= 1;
      assertThat(prewoven.find(original)).isNull();
      original[i] ^= 1;
    }
  }
}
