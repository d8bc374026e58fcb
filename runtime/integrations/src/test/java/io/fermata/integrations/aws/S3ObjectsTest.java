// SPDX-License-Identifier: Apache-2.0
package io.fermata.integrations.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fermata.engine.items.ObjectStorage;
import io.fermata.language.Json;
import io.fermata.language.TaskResource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Objects of distributed Maps in S3.
class S3ObjectsTest {

    private static FakeAws aws;
    private static ObjectStorage objects;
    private static long tenant;

    @BeforeAll
    static void start() throws IOException {
        aws = new FakeAws(S3ObjectsTest.class);
        objects = aws.get(S3Objects.class);
        tenant = aws.task(new TaskResource.Function("f"), "{}").tenant();
    }

    @AfterAll
    static void stop() {
        aws.close();
    }

    @Test
    void readsAnObject() throws IOException {
        aws.answers("[1,2]");

        try (var in = objects.read(tenant, Json.parse("{\"Bucket\":\"b\",\"Key\":\"a/k.json\"}"))) {
            assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("[1,2]");
        }
        assertThat(aws.last().line()).isEqualTo("GET /b/a/k.json");
    }

    @Test
    void listsObjectsAsItems() {
        aws.answers(
                """
                        <ListBucketResult><IsTruncated>true</IsTruncated><NextContinuationToken>t2</NextContinuationToken><Contents>
                        <Key>p/k</Key><LastModified>2026-01-01T00:00:00.000Z</LastModified><ETag>&quot;e&quot;</ETag><Size>12</Size>
                        <StorageClass>STANDARD</StorageClass></Contents></ListBucketResult>""");

        var page = objects.list(tenant, Json.parse("{\"Bucket\":\"b\",\"Prefix\":\"p/\"}"), null);

        assertThat(page.next()).isEqualTo("t2");
        assertThat(Json.write(page.objects().getFirst()))
                .isEqualTo("{\"Etag\":\"\\\"e\\\"\",\"LastModified\":1767225600,"
                        + "\"Key\":\"p/k\",\"Size\":12,\"StorageClass\":\"STANDARD\"}");
    }

    @Test
    void saysWhyAnObjectIsRefused() {
        aws.answers(404, Map.of(),
                "<Error><Code>NoSuchKey</Code><Message>The specified key does not exist.</Message></Error>");

        assertThatThrownBy(() -> objects.read(tenant, Json.parse("{\"Bucket\":\"b\",\"Key\":\"k\"}")))
                .isInstanceOfSatisfying(ObjectStorage.Refused.class, refused -> assertThat(refused.passing()).isFalse())
                .hasMessageStartingWith("The specified key does not exist.");
    }

    @Test
    void writesAnObject() {
        aws.answers(200, Map.of("ETag", "\"e\""), "");

        objects.write(tenant, Json.parse("{\"Bucket\":\"b\",\"Key\":\"out/manifest.json\"}"),
                "{}".getBytes(StandardCharsets.UTF_8));

        assertThat(aws.last().line()).isEqualTo("PUT /b/out/manifest.json");
        assertThat(aws.last().body()).contains("{}");
    }
}
