// SPDX-License-Identifier: Apache-2.0
package io.fermata.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LintCommandTest {

    private static final String FINE = """
            {"StartAt":"A","States":{"A":{"Type":"Succeed"}}}""";
    private static final String WARNED = """
            {"StartAt":"A","States":{"A":{"Type":"Task","Resource":"arn:aws:states:::sqs:sendMessage.waitForTaskToken",
            "Parameters":{"MessageBody.$":"$$.Task.Token"},"End":true}}}""";

    @TempDir
    private Path folder;
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @Test
    void isContentWithAFineDefinition() throws IOException {
        assertThat(run(file("a.json", FINE))).isZero();
        assertThat(output()).contains("1 checked, 0 errors, 0 warnings");
    }

    @Test
    void namesPlaceAndCodeOfAnErrorAndEndsWithOne() throws IOException {
        var bad = file("bad.json", "{\n \"StartAt\": \"B\",\n \"States\": {\"A\": {\"Type\": \"Succeed\"}}}");

        assertThat(run(bad)).isEqualTo(1);
        assertThat(output())
                .contains(bad + ":2:2: error MISSING_TRANSITION_TARGET: Missing 'Next' target: B at /StartAt");
    }

    @Test
    void warnsOfWhatPeopleRegretAndRefusesItOnlyWhenStrict() throws IOException {
        var file = file("warned.json", WARNED);

        assertThat(run(file)).isZero();
        assertThat(output()).contains("warning CALLBACK_WITHOUT_TIMEOUT");
        assertThat(run("--strict", file)).isEqualTo(1);
    }

    @Test
    void readsYamlByTheNameOfTheFile() throws IOException {
        var file = file("a.yaml", "StartAt: A\nStates:\n  A:\n    Type: Succeeds\n");

        assertThat(run(file)).isEqualTo(1);
        assertThat(output()).contains(file + ":4:5: error SCHEMA_VALIDATION_FAILED");
    }

    @Test
    void knowsTheRulesOfExpress() throws IOException {
        assertThat(run("--express", file("a.json", WARNED))).isEqualTo(1);
        assertThat(output()).contains("does not support '.waitForTaskToken'");
    }

    @Test
    void saysHowItIsCalled() {
        assertThat(run("--nonsense")).isEqualTo(2);
        assertThat(output()).contains("Usage: lint");
    }

    @Test
    void saysWhichFileItCannotRead() {
        assertThat(run("missing.json")).isEqualTo(2);
        assertThat(output()).contains("missing.json: cannot be read: there is no such file");
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    private int run(String... arguments) {
        return LintCommand.run(Arrays.asList(arguments), new PrintStream(printed, true, StandardCharsets.UTF_8));
    }

    private String output() {
        return printed.toString(StandardCharsets.UTF_8);
    }
}
