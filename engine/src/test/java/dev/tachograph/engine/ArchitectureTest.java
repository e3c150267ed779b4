package dev.tachograph.engine;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

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
        .check(
            new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("dev.tachograph.engine"));
  }
}
