package dev.tachograph.agent;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The rules of the design about who may know whom. */
class ArchitectureTest {
  private static final JavaClasses OURS =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.tachograph");

  @Test
  void theMeterNeedsNothingButTheJdk() {
    classes()
        .that()
        .resideInAPackage("dev.tachograph.meter..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("dev.tachograph.meter..", "java..", "org.jspecify.annotations")
        .check(OURS);
  }

  @Test
  void flightRecorderIsKnownToItsModuleAlone() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.tachograph.jfr..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("jdk.jfr..")
        .check(OURS);
  }

  @Test
  void theWeaverIsBytesInResultOut() {
    classes()
        .that()
        .resideInAPackage("dev.tachograph.agent.weave..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "dev.tachograph.agent.weave..",
            "java.lang",
            "java.lang.annotation",
            "java.lang.invoke",
            "java.lang.runtime",
            "java.nio.charset",
            "java.util..",
            "org.objectweb.asm..",
            "org.jspecify.annotations")
        .check(OURS);
    noClasses()
        .that()
        .resideInAPackage("dev.tachograph.agent.weave..")
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.lang.instrument.Instrumentation")
        .check(OURS);
  }

  @Test
  void templatesUseTheJdkAndEachOtherAlone() {
    classes()
        .that()
        .resideInAPackage("dev.tachograph.agent.rhino..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("dev.tachograph.agent.rhino..", "java..", "org.jspecify.annotations")
        .check(OURS);
  }

  @Test
  void whatTheApplicationSeesOfTheAgentHandsOverAndNothingElse() {
    classes()
        .that()
        .resideInAPackage("dev.tachograph.agent.boot..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("dev.tachograph.agent.boot..", "java..", "org.jspecify.annotations")
        .check(OURS);
  }
}
