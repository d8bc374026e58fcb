// SPDX-License-Identifier: Apache-2.0
package io.fermata.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// Unchanged Terraform with AWS's provider makes, changes and removes state machines, aliases and activities.
@ExtendWith(OneNode.class)
class TerraformIT {

    private static final String FIRST = """
            {"StartAt":"A","States":{"A":{"Type":"Pass","End":true}}}""";
    private static final String SECOND = """
            {"StartAt":"B","States":{"B":{"Type":"Succeed"}}}""";
    private static final String NO_STATES = """
            {"StartAt":"B","States":{}}""";
    private static final int NO_CHANGES = 0;

    @TempDir
    private static Path folder;

    private static Fermata fermata;
    private static Path config;

    @BeforeAll
    static void start() throws Exception {
        config = Tools.terraform(folder);
        fermata = OneNode.get();
        try (InputStream in = TerraformIT.class.getResourceAsStream("/terraform/main.tf")) {
            Files.write(folder.resolve("main.tf"), in.readAllBytes());
        }
        Tools.terraformInit(folder, config);
    }

    @Test
    void appliesChangesAndDestroysWhatItDescribes() throws Exception {
        var applied = terraform(FIRST, "apply", "-auto-approve");
        assertThat(applied.exit()).as(applied.output()).isZero();
        assertThat(applied.output()).contains("4 added", Fermata.machineArn("terraform-expense") + ":1");

        var again = terraform(FIRST, "plan", "-detailed-exitcode");
        assertThat(again.exit()).as(again.output()).isEqualTo(NO_CHANGES);

        var refused = terraform(NO_STATES, "plan");
        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.output()).contains("invalid Step Functions State Machine definition");

        var changed = terraform(SECOND, "apply", "-auto-approve");
        assertThat(changed.exit()).as(changed.output()).isZero();
        try (var client = fermata.client()) {
            var live = client.describeStateMachineAlias(
                    request -> request.stateMachineAliasArn(Fermata.machineArn("terraform-expense") + ":live"));
            assertThat(live.routingConfiguration().getFirst().stateMachineVersionArn())
                    .isEqualTo(Fermata.machineArn("terraform-expense") + ":2");
        }

        var destroyed = terraform(SECOND, "destroy", "-auto-approve");
        assertThat(destroyed.exit()).as(destroyed.output()).isZero();
        assertThat(destroyed.output()).contains("4 destroyed");
    }

    private static Tools.Ran terraform(String definition, String... arguments) throws Exception {
        var command = new ArrayList<>(List.of("terraform", "-chdir=" + folder));
        command.addAll(List.of(arguments));
        command.addAll(List.of("-no-color", "-input=false", "-var", "endpoint=" + fermata.url(), "-var",
                "definition=" + definition));
        return Tools.run(command, Map.of("AWS_ACCESS_KEY_ID", Fermata.KEY, "AWS_SECRET_ACCESS_KEY", Fermata.SECRET,
                "TF_CLI_CONFIG_FILE", config.toString()));
    }
}
