package dev.tachograph.engine;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  @Test
  void neitherAgentNorJfrIsNamed() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.tachograph.agent..", "dev.tachograph.jfr..", "jdk.jfr..")
        .because("the engine runs without them in the same class loader, or without any JFR")
        .check(engine());
  }

  @Test
  void micrometerIsNamedWhereItIsNeededOnly() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.tachograph.engine.metrics..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.micrometer..", "dev.tachograph.engine.metrics..")
        .because("the engine runs without Micrometer")
        .check(engine());
  }

  private static JavaClasses engine() {
    return new ClassFileImporter()
        .withImportOption(new ImportOption.DoNotIncludeTests())
        .importPackages("dev.tachograph.engine");
  }
}
