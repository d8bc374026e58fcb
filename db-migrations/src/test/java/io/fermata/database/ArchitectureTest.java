// SPDX-License-Identifier: Apache-2.0
package io.fermata.database;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages("io.fermata.database");

    @Test
    void dependsOnNoOtherModule() {
        noClasses().should().dependOnClassesThat()
                .resideInAnyPackage("io.fermata.tenancy..", "io.fermata.language..", "io.fermata.engine..",
                        "io.fermata.catalog..",
                        "io.fermata.journal..", "io.fermata.integrations..", "io.fermata.node..",
                        "io.fermata.scheduler..", "io.fermata.web..")
                .check(MAIN);
    }

    @Test
    void noNameEndsInAnEmptyWord() {
        classes().should().haveSimpleNameNotEndingWith("Manager").andShould()
                .haveNameNotMatching(
                        ".*(Util|Utils|Helper|Impl|Base|Abstract|Data|Info|Processor|Wrapper|Service|Factory)$")
                .check(MAIN);
    }

    @Test
    void theProductDoesNotUseTheTestDatabase() {
        noClasses().that().resideInAPackage("io.fermata.database").should().dependOnClassesThat()
                .resideInAPackage("io.fermata.database.testing").check(MAIN);
    }
}
