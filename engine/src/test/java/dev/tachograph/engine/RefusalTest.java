package dev.tachograph.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RefusalTest {
  @Test
  void aPlainLinkageErrorIsTheAgents() {
    LinkageError refusal = new LinkageError("cannot be metered");

    assertThat(Refusal.in(refusal)).isSameAs(refusal);
    assertThat(Refusal.in(new ExceptionInInitializerError(refusal))).isSameAs(refusal);
    assertThat(Refusal.in(new ClassFormatError())).isInstanceOf(ClassFormatError.class);
  }

  @Test
  void otherLinkageErrorsAreBugs() {
    LinkageError bug = new NoSuchMethodError("f");

    assertThat(Refusal.in(bug)).isNull();
  }
}
