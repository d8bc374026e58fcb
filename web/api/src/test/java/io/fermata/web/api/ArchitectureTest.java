// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.api;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Instant;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages("io.fermata.web.api");

    @Test
    void usesNoDatabaseAndNoConsole() {
        noClasses().should().dependOnClassesThat().resideInAnyPackage("java.sql..", "org.springframework.jdbc..",
                "org.hibernate..", "io.fermata.web.console..").check(CLASSES);
    }

    @Test
    void readsOfTheJournalOnlyTheRowsThatListsShow() {
        noClasses().should().dependOnClassesThat(DescribedPredicate.describe("the journal's inside",
                type -> type.getPackageName().equals("io.fermata.journal")
                        && !type.getName().matches(".*\\.(ExecutionRow|ExecutionTable|Qualifier|MapRunRow)([$].*)?")))
                .check(CLASSES);
    }

    @Test
    void asksNoClock() {
        noClasses().should().callMethod(Instant.class, "now").orShould().callMethod(System.class, "currentTimeMillis")
                .check(CLASSES);
    }

    @Test
    void namesNoClassByWhatItIsFor() {
        noClasses().should()
                .haveNameMatching(
                        ".*(Manager|Util|Utils|Helper|Impl|Base|Abstract|Data|Info|Processor|Wrapper|Service|Factory)")
                .check(CLASSES);
    }

    @Test
    void marksEveryPackageForNullness() throws ClassNotFoundException {
        var packages = CLASSES.stream().map(type -> type.getPackageName()).collect(Collectors.toSet());

        assertThat(packages).isNotEmpty();
        for (var name : packages) {
            var described = Class.forName(name + ".package-info");
            assertThat(described.isAnnotationPresent(NullMarked.class)).as(name).isTrue();
        }
    }
}
