package dev.tachograph.engine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SourceFileTest {
  @Test
  void aFirstLineForTheShellBecomesAComment() {
    assertThat(SourceFile.of("x.js", "#!/bin/x\n1").text()).isEqualTo("///bin/x\n1");
    assertThat(SourceFile.of("x.js", "\uFEFF#!/bin/x").text()).isEqualTo("///bin/x");
    assertThat(SourceFile.of("x.js", "1\n#!").text()).isEqualTo("1\n#!");
  }

  @Test
  void linesAreNumberedFromOne() {
    SourceFile file = SourceFile.of("x.js", "a\r\n\nc");

    assertThat(file.line(0)).isNull();
    assertThat(file.line(1)).isEqualTo("a");
    assertThat(file.line(2)).isEmpty();
    assertThat(file.line(3)).isEqualTo("c");
    assertThat(file.line(4)).isNull();
  }
}
