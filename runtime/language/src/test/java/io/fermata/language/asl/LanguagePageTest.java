// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.asl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LanguagePageTest {

    private static final Path PAGE = Path.of("../../docs/reference/language.md");
    private static final Pattern SECTION = Pattern.compile("(<!-- generated: ([a-z ]+) -->\n).*?(<!-- end -->)",
            Pattern.DOTALL);
    private static final String COMMAND = "./mvnw -q -pl runtime/language -am test -Dtest=LanguagePageTest"
            + " -Dsurefire.failIfNoSpecifiedTests=false -Dfermata.docs.write=true";

    @Test
    void saysWhatTheTablesOfTheCodeSay() throws IOException {
        var page = Files.readString(PAGE);
        var expected = SECTION.matcher(page)
                .replaceAll(found -> Matcher.quoteReplacement(found.group(1) + table(found.group(2)) + found.group(3)));

        if (Boolean.getBoolean("fermata.docs.write")) {
            Files.writeString(PAGE, expected);
            return;
        }
        assertThat(page).as("docs/reference/language.md is older than the code; write it anew by " + COMMAND)
                .isEqualTo(expected);
    }

    @Test
    void hasEveryTable() throws IOException {
        var shown = SECTION.matcher(Files.readString(PAGE)).results().map(found -> found.group(2))
                .collect(Collectors.toSet());

        assertThat(shown).isEqualTo(ReferenceTables.ALL.keySet());
    }

    @Test
    void listsEveryCodeThatTheCheckersUse() throws IOException {
        var used = new TreeSet<String>();
        var literal = Pattern.compile("\"([A-Z]{2,}(?:_[A-Z]+)+)\"");
        for (var folder : List.of("asl", "text")) {
            for (var file : files(folder)) {
                literal.matcher(Files.readString(file)).results().map(found -> found.group(1)).forEach(used::add);
            }
        }
        used.removeAll(Set.of("FIRST_ROW", "GIVEN", "LOAD_AND_FLATTEN", "ATHENA_DATA", "S_INVENTORY"));

        assertThat(Stream.of(FindingCode.values()).map(FindingCode::name)).containsExactlyInAnyOrderElementsOf(used);
    }

    private static List<Path> files(String folder) throws IOException {
        try (var files = Files.list(Path.of("src/main/java/io/fermata/language", folder))) {
            return files.filter(path -> path.toString().endsWith(".java")).toList();
        }
    }

    private static String table(String name) {
        var table = ReferenceTables.ALL.get(name);
        assertThat(table).as("the page asks for a table '" + name + "'").isNotNull();
        return "\n" + table.get() + "\n";
    }
}
