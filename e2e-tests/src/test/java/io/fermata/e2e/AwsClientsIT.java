// SPDX-License-Identifier: Apache-2.0
package io.fermata.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.client.config.SdkAdvancedClientOption;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sfn.SfnClient;

/// Four unchanged AWS clients do the same against Fermata and see the same: machines, executions, a worker with heartbeat,
/// failure and success, a redrive, a paged history, versions and aliases, tags, a synchronous execution, a typed error.
@ExtendWith(OneNode.class)
class AwsClientsIT {

    private static final Path SCRIPTS = Path.of("src/test/resources/clients");
    private static final List<String> PROVEN = List.of("created ACTIVE", "failed FAILED Broken",
            "redriven SUCCEEDED {\"done\":true}",
            "history ExecutionStarted TaskStateEntered ActivityScheduled ActivityStarted ActivityFailed ExecutionFailed"
                    + " ExecutionRedriven ActivityScheduled ActivityStarted ActivitySucceeded TaskStateExited"
                    + " ExecutionSucceeded",
            "alias live 1", "stopped ABORTED NotNeeded", "tags team=blue", "sync SUCCEEDED {\"a\":1}",
            "error ExecutionDoesNotExist");

    /// What a client from before versions, aliases and redrives sees.
    private static final List<String> PROVEN_BY_AN_OLD_CLIENT = PROVEN.stream()
            .map(line -> line.startsWith("redriven") || line.startsWith("alias")
                    ? line.replaceFirst(" .*", " not known to this client")
                    : line.replaceFirst(" ExecutionRedriven.*", ""))
            .toList();

    @Test
    void theSdkForJava() {
        try (var states = SfnClient.builder().endpointOverride(URI.create(OneNode.get().url()))
                .region(Region.US_EAST_1)
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create(Fermata.KEY, Fermata.SECRET)))
                .overrideConfiguration(
                        more -> more.putAdvancedOption(SdkAdvancedClientOption.DISABLE_HOST_PREFIX_INJECTION, true))
                .build()) {
            assertThat(new JavaClient(states, "client-java").run()).isEqualTo(PROVEN);
        }
    }

    @Test
    void boto3() throws Exception {
        assertThat(ran(List.of(Tools.boto3(), SCRIPTS.resolve("boto3_client.py").toString()), "client-boto3"))
                .isIn(PROVEN, PROVEN_BY_AN_OLD_CLIENT);
    }

    @Test
    void theCli() throws Exception {
        Tools.aws();

        assertThat(ran(List.of("bash", SCRIPTS.resolve("aws_cli.sh").toString()), "client-cli")).isIn(PROVEN,
                PROVEN_BY_AN_OLD_CLIENT);
    }

    @Test
    void theSdkForJavaScript() throws Exception {
        var folder = Path.of(System.getProperty("fermata.e2e.directory"), "js");
        Files.createDirectories(folder);
        for (var file : List.of("package.json", "package-lock.json", ".npmrc", "client.mjs")) {
            Files.write(folder.resolve(file), Files.readAllBytes(SCRIPTS.resolve("js").resolve(file)));
        }
        Tools.npmInstall(folder);

        assertThat(ran(List.of("node", folder.resolve("client.mjs").toString()), "client-js")).isEqualTo(PROVEN);
    }

    private static List<String> ran(List<String> command, String prefix) throws Exception {
        var environment = new HashMap<>(Map.of("FERMATA_URL", OneNode.get().url(), "PREFIX", prefix,
                "AWS_ACCESS_KEY_ID", Fermata.KEY, "AWS_SECRET_ACCESS_KEY", Fermata.SECRET, "AWS_PAGER", "",
                "NODE_NO_WARNINGS", "1"));
        if (prefix.endsWith("cli")) {
            environment.put("AWS", Tools.aws());
        }
        var ran = Tools.run(command, environment);
        assertThat(ran.exit()).as(ran.output()).isZero();
        return ran.output().lines().toList();
    }
}
