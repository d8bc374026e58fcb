// SPDX-License-Identifier: Apache-2.0
package io.fermata.tenancy;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages("io.fermata.tenancy");

    @Test
    void dependsOnTheDatabaseOnly() {
        noClasses().should().dependOnClassesThat()
                .resideInAnyPackage("io.fermata.language..", "io.fermata.engine..", "io.fermata.catalog..",
                        "io.fermata.journal..",
                        "io.fermata.integrations..", "io.fermata.node..", "io.fermata.scheduler..", "io.fermata.web..",
                        "io.fermata.database.testing..")
                .check(MAIN);
    }

    @Test
    void noNameEndsInAnEmptyWord() {
        classes().should()
                .haveNameNotMatching(
                        ".*(Manager|Util|Utils|Helper|Impl|Base|Abstract|Data|Info|Processor|Wrapper|Service|Factory)$")
                .check(MAIN);
    }

    @Test
    void onlyTheEgressPackageOpensHttpConnections() {
        noClasses().that().resideOutsideOfPackage("io.fermata.tenancy.egress").should().dependOnClassesThat()
                .resideInAnyPackage("org.apache.hc..", "java.net.http..").check(MAIN);
    }

    @Test
    void theTimeIsAnArgument() {
        noClasses().should().callMethod(Instant.class, "now").check(MAIN);
    }
}
