// SPDX-License-Identifier: Apache-2.0
package io.fermata.integrations.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.fermata.language.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnswerCheckTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "Kms        | encrypt       | {'CiphertextBlob': 123}                       | Field 'CiphertextBlob' must be a string",
            "Kms        | encrypt       | {'CiphertextBlob': ''}                        | Field 'CiphertextBlob' is smaller than the minimum length",
            "Lambda     | getFunction   | {'Configuration': {'MemorySize': 10241}}      | Field 'MemorySize' exceeds the maximum value",
            "Lambda     | getFunction   | {'Configuration': {'MemorySize': 127}}        | Field 'MemorySize' is less than the minimum value",
            "Lambda     | getFunction   | {'Configuration': 'big'}                      | Field 'Configuration' must be an object",
            "Lambda     | getFunction   | {'Configuration': {'Architectures': ['z80']}} | Field 'Architectures' is not an expected value",
            "S3         | getObject     | {'StorageClass': 'Papyrus'}                   | Field 'StorageClass' is not an expected value",
            "S3         | getObject     | {'ContentLength': '9000'}                     | Field 'ContentLength' must be a number",
            "S3         | getObject     | {'DeleteMarker': 'no'}                        | Field 'DeleteMarker' must be a boolean",
            "S3         | getObject     | {'LastModified': 12}                          | Field 'LastModified' must be a string",
            "DynamoDb   | getItem       | {'Item': []}                                  | Field 'Item' must be an object",
            "DynamoDb   | getItem       | {'Item': {'id': {'S': 1}}}                    | Field 'S' must be a string",
            "EventBridge| putEvents     | {'Entries': {}}                               | Field 'Entries' must be an array",
            "EventBridge| putEvents     | {'Entries': [{'EventId': 'a'}, {'EventId': []}]} | Field 'EventId' must be a string",
            "Kms        | createGrant   | []                                            | Mocked result must be a JSON object."})
    void saysWhatIsWrong(String service, String operation, String json, String problem) {
        assertThat(AnswerCheck.problem(operation(service, operation), Json.parse(json.replace('\'', '"')), true))
                .contains(problem);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "Kms      | encrypt     | {'CiphertextBlob': 'abc', 'KeyId': null}",
            "Lambda   | getFunction | {'Configuration': {'MemorySize': 128, 'Architectures': ['arm64']}}",
            "S3       | getObject   | {'StorageClass': 'GLACIER', 'SdkHttpMetadata': {'HttpStatusCode': 200}}",
            "DynamoDb | getItem     | {'Item': {'id': {'S': 'x'}, 'n': {'NULL': true}, 'm': {'M': {'k': {'N': '1'}}}}}"})
    void letsAnswersPassAndWhatTheApiDoesNotKnow(String service, String operation, String json) {
        assertThat(AnswerCheck.problem(operation(service, operation), Json.parse(json.replace('\'', '"')), true))
                .isEmpty();
    }

    @Test
    void asksForWhatAnAnswerAlwaysHasOnlyIfItIsToBeComplete() {
        var operation = operation("Athena", "listDataCatalogs");
        var list = operation("Batch", "submitJob");

        assertThat(AnswerCheck.problem(list, Json.parse("{}"), true)).contains("Required field 'JobName' is missing");
        assertThat(AnswerCheck.problem(list, Json.parse("{}"), false)).isEmpty();
        assertThat(AnswerCheck.problem(operation, Json.parse("{}"), true)).isEmpty();
    }

    @Test
    void takesAnythingForABodyThatDefinitionsSeeAsJson() {
        var operation = operation("Lambda", "invoke");

        assertThat(AnswerCheck.problem(operation, Json.parse("{\"Payload\":{\"a\":[1]}}"), true, "Payload")).isEmpty();
    }

    @Test
    void eachRowOfTheBoundsNamesAShapeOfTheSdk() throws IOException {
        try (var file = Objects.requireNonNull(AnswerBounds.class.getResourceAsStream("bounds.tsv"))) {
            var rows = new String(file.readAllBytes(), StandardCharsets.UTF_8).lines().map(line -> line.split("\t"))
                    .toList();
            long known = rows.stream().filter(row -> exists(row[0], row[1])).count();

            assertThat(rows).hasSizeGreaterThan(2_000);
            // a model that is newer than the SDK has shapes that the SDK does not know yet
            assertThat(known).isGreaterThan(rows.size() * 9L / 10);
        }
    }

    private static boolean exists(String service, String shape) {
        try {
            Class.forName("software.amazon.awssdk.services." + service + ".model." + shape, false,
                    AnswerCheckTest.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException absent) {
            return false;
        }
    }

    private static SdkOperation operation(String service, String name) {
        return SdkOperation.find(service.strip(), name.strip()).orElseThrow();
    }
}
