// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class TemplatesTest {

    private static final Path TEMPLATES = Path.of("src/main/resources/templates");
    private static final String GRAPH = "fragments/graph.html";
    private static final Pattern SCRIPT = Pattern.compile("<script(?![^>]*\\s(?:th:)?src=)|<script[^>]*>\\s*[^<\\s]",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern STYLE = Pattern.compile("<style|\\sstyle=|th:style|\\son\\w+=|th:on\\w+=|javascript:",
            Pattern.CASE_INSENSITIVE);

    @TestFactory
    List<DynamicTest> noTemplateRunsTextOrCarriesInlineCode() throws IOException {
        try (var files = Files.walk(TEMPLATES)) {
            var tests = files.filter(file -> file.toString().endsWith(".html"))
                    .map(file -> DynamicTest.dynamicTest(TEMPLATES.relativize(file).toString(), () -> check(file)))
                    .toList();
            assertThat(tests).hasSizeGreaterThan(10);
            return tests;
        }
    }

    private static void check(Path file) {
        var text = read(file);
        assertThat(text).doesNotContain("__${").doesNotContain("[(").doesNotContain("th:inline=\"javascript\"");
        assertThat(SCRIPT.matcher(text).find()).as("inline script").isFalse();
        assertThat(STYLE.matcher(text).find()).as("inline style or handler").isFalse();
        if (!file.endsWith(GRAPH)) {
            assertThat(text).doesNotContain("th:utext");
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
