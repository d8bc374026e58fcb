// SPDX-License-Identifier: Apache-2.0
package io.fermata.integrations;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/// What this module may use, and how its classes may be called.
class ArchitectureTest {

    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages("io.fermata.integrations");

    @Test
    void usesOnlyWhatStandsToTheLeftOfIt() {
        noClasses().should().dependOnClassesThat().resideInAnyPackage("io.fermata.journal..", "io.fermata.catalog..",
                "io.fermata.node..", "io.fermata.scheduler..", "io.fermata.web..", "io.fermata.database.testing..")
                .check(MAIN);
    }

    @Test
    void noNameEndsInAnEmptyWord() {
        classes().should().haveNameNotMatching(
                ".*(Manager|Util|Utils|Helper|Impl|Base|Abstract|Data|Info|Processor|Wrapper|Service|Factory)$")
                .check(MAIN);
    }

    @Test
    void onlyTheGuardedClientOpensHttpConnections() {
        noClasses().should().dependOnClassesThat().resideInAnyPackage("org.apache.hc..", "java.net.http..")
                .check(MAIN);
    }

    @Test
    void onlyTheSandboxKnowsTheEngineThatRunsCodeOfTenants() {
        noClasses().that().haveNameNotMatching(".*\\.QuickJsSandbox(\\$.*)?").should().dependOnClassesThat()
                .resideInAnyPackage("io.roastedroot..", "run.endive..").check(MAIN);
    }

    @Test
    void theTimeIsAnArgument() {
        noClasses().should().callMethod(Instant.class, "now").check(MAIN);
    }
}
