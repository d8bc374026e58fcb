// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The page of the API lists the operations, so it must list those that there are.
class ApiPageTest {

    private static final Path PAGE = Path.of("../../docs/reference/api.md");
    private static final Pattern ROW = Pattern.compile("\\| `([A-Z][A-Za-z]+)` \\| `([A-Z_]+)` \\|.*");

    @Test
    @SuppressWarnings("NullAway") // the actions are asked for their names only and use nothing of what they are given
    void thePageListsEachOperationWithItsPermission() throws IOException {
        var actions = ApiConfiguration.actions(null, null, null, null, null, null);

        var told = Files.readAllLines(PAGE).stream().map(ROW::matcher).filter(row -> row.matches())
                .map(row -> row.group(1) + " " + row.group(2)).toList();

        assertThat(told).hasSizeGreaterThan(10).containsExactlyInAnyOrderElementsOf(
                actions.stream().map(action -> action.name() + " " + action.permission()).toList());
    }
}
