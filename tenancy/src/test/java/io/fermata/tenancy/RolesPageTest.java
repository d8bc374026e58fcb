// SPDX-License-Identifier: Apache-2.0
package io.fermata.tenancy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The page of roles tells people what they may do, so it must say what the code says.
class RolesPageTest {

    private static final Path PAGE = Path.of("../docs/reference/roles-and-permissions.md");

    @Test
    void thePageHasARowForEachPermissionWithTheAnswerOfEachRole() throws IOException {
        var roles = Role.values();

        var told = rows();

        var expected = Arrays.stream(Permission.values()).map(permission -> permission + ": " + Arrays.stream(roles)
                .map(role -> role.permissions().contains(permission) ? "yes" : "-").toList()).toList();
        assertThat(told).containsExactlyElementsOf(expected);
    }

    @Test
    void theColumnsAreTheRolesInOrder() throws IOException {
        var head = Files.readAllLines(PAGE).stream().filter(line -> line.startsWith("| permission |")).findFirst()
                .orElseThrow();

        assertThat(cells(head).subList(2, cells(head).size()))
                .containsExactlyElementsOf(Arrays.stream(Role.values()).map(Role::name).toList());
    }

    private static List<String> rows() throws IOException {
        return Files.readAllLines(PAGE).stream().filter(line -> line.startsWith("| `")).map(RolesPageTest::cells)
                .map(cells -> cells.getFirst().replace("`", "") + ": " + cells.subList(2, cells.size())).toList();
    }

    private static List<String> cells(String row) {
        return Arrays.stream(row.substring(1, row.length() - 1).split("\\|")).map(String::strip).toList();
    }
}
