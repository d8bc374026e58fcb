// SPDX-License-Identifier: Apache-2.0
package io.fermata.language;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages("io.fermata.language");

    @Test
    void usesNoLibrariesButThoseForJsonYamlPathsAndPatterns() {
        classes().should().onlyDependOnClassesThat().resideInAnyPackage("io.fermata.language..", "java..",
                "tools.jackson..", "com.jayway.jsonpath..", "org.snakeyaml.engine..", "com.google.re2j..",
                "org.jspecify..").check(CLASSES);
    }

    @Test
    void goesOneWayFromTextToTreeToDefinition() {
        slices().matching("io.fermata.language.(*)..").should().beFreeOfCycles().check(CLASSES);
        noClasses().that().resideInAPackage("io.fermata.language").should().dependOnClassesThat()
                .resideInAnyPackage("io.fermata.language.text..", "io.fermata.language.jsonpath..",
                        "io.fermata.language.asl..", "io.fermata.language.edit..", "io.fermata.language.lint..")
                .check(CLASSES);
        noClasses().that().resideInAPackage("io.fermata.language.jsonata..").should().dependOnClassesThat()
                .resideInAPackage("io.fermata.language").check(CLASSES);
    }

    @Test
    void knowsNothingOfEditsAndLint() {
        noClasses().that().resideOutsideOfPackages("io.fermata.language.edit", "io.fermata.language.lint").should()
                .dependOnClassesThat().resideInAnyPackage("io.fermata.language.edit", "io.fermata.language.lint")
                .check(CLASSES);
        noClasses().that().resideInAPackage("io.fermata.language.edit").should().dependOnClassesThat()
                .resideInAPackage("io.fermata.language.lint").check(CLASSES);
        noClasses().that().resideInAPackage("io.fermata.language.lint").should().dependOnClassesThat()
                .resideInAPackage("io.fermata.language.edit").check(CLASSES);
    }

    @Test
    void usesNoSqlThreadsNetworkOrFiles() {
        noClasses().should().dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "javax.sql..", "java.net..", "java.nio.file..",
                        "java.util.concurrent..")
                .check(CLASSES);
        noClasses().should().dependOnClassesThat().belongToAnyOf(Thread.class, Random.class, ThreadLocalRandom.class)
                .check(CLASSES);
    }

    @Test
    void asksNoClock() {
        noClasses().should().callMethod(Instant.class, "now").orShould().callMethod(System.class, "currentTimeMillis")
                .orShould().callMethod(System.class, "nanoTime").check(CLASSES);
        noClasses().should().dependOnClassesThat().areAssignableTo(Clock.class).check(CLASSES);
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
