// SPDX-License-Identifier: Apache-2.0
package io.fermata.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Tasks and distributed Maps against servers that other people wrote: a table of DynamoDB Local, a queue of ElasticMQ and
/// a bucket of S3Proxy, through a tenant's own connection to AWS.
@ExtendWith(OneNode.class)
class RealServersIT {

    private static final Path MACHINES = Path.of("src/test/resources/servers/machines");
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String KEY = "AKIAREALSERVERS00001";
    private static final String SECRET = "the-secret-of-the-real-servers";
    private static final String NAME = "a b/ü+€ & 100%.json";
    private static final Duration PATIENCE = Duration.ofSeconds(300);

    private static RealServers servers;
    private static SfnClient client;
    private static String queue;

    @BeforeAll
    static void start() throws Exception {
        servers = new RealServers(KEY, SECRET);
        client = OneNode.get().secondClient();
        connect();
        servers.awaitReady();
        var made = run("setup", Map.of());
        assertThat(made.at("/table/Status").stringValue()).isEqualTo("ACTIVE");
        queue = made.at("/queue/QueueUrl").stringValue();
    }

    private static void connect() {
        try (var console = new Console()) {
            var fermata = OneNode.get();
            var page = console.signIn(fermata, Fermata.SECOND_ADMIN, Fermata.PASSWORD, 1440, false, false);
            page.navigate(fermata.url() + "/t/second/aws-connections");
            page.fill("#name", "real-servers");
            page.fill("#region", "us-east-1");
            page.fill("#accessKeyId", KEY);
            page.fill("#secretAccessKey", SECRET);
            page.fill("#endpoints", "dynamodb=http://127.0.0.1:" + OneNode.DYNAMODB_PORT
                    + "\nsqs=http://127.0.0.1:" + OneNode.SQS_PORT + "\ns3=http://127.0.0.1:" + OneNode.S3_PORT);
            page.click("form[action$=aws-connections] button[type=submit]");
            assertThat(page.url()).as(page.content()).endsWith("/aws-connections/real-servers");
        }
    }

    @AfterAll
    static void stop() throws Exception {
        if (client != null) {
            client.close();
        }
        if (servers != null) {
            servers.close();
        }
    }

    @Test
    void anItemIsPutReadAndChangedUnderAConditionOnce() throws Exception {
        var output = run("dynamodb", Map.of("id", "20418"));

        assertThat(output.at("/put/SdkHttpMetadata/HttpStatusCode").intValue()).isEqualTo(200);
        assertThat(output.at("/got/Item")).isEqualTo(JSON.readTree("""
                {"id":{"S":"20418"},"total":{"N":"12.5"},"paid":{"BOOL":false},"note":{"NULL":true},
                 "tags":{"SS":["blue","ünï"]},"sizes":{"NS":["1","2"]},"seal":{"B":"c2VhbA=="},
                 "lines":{"L":[{"M":{"sku":{"S":"a"},"quantity":{"N":"2"}}}]},"empty":{"M":{}}}"""));
        assertThat(output.at("/got/ConsumedCapacity/TableName").stringValue()).isEqualTo("orders");
        assertThat(output.at("/paid/Attributes")).isEqualTo(JSON.readTree("{\"paid\":{\"BOOL\":true}}"));
        assertThat(output.at("/refused/Cause").stringValue()).startsWith("The conditional request failed (Service: "
                + "AmazonDynamoDBv2; Status Code: 400; Error Code: ConditionalCheckFailedException; Request ID: ");
        assertThat(output.path("query")).isEqualTo(JSON.readTree("""
                {"Count":1,"Items":[{"paid":{"BOOL":true},"total":{"N":"12.5"}}],"ScannedCount":1}"""));
        assertThat(output.at("/cancelled/Cause").stringValue()).contains("[None, ConditionalCheckFailed]");
        assertThat(output.at("/deleted/Attributes/paid/BOOL").booleanValue()).isTrue();
        assertThat(output.path("gone").has("Item")).isFalse();
        assertThat(output.at("/missing/Error").stringValue()).isEqualTo("DynamoDB.ResourceNotFoundException");
    }

    @Test
    void aMessageIsSentReceivedAndDeleted() throws Exception {
        var output = run("sqs", Map.of("queue", queue));

        var received = output.at("/received/Messages");
        assertThat(received.size()).isEqualTo(1);
        assertThat(received.at("/0/MessageId")).isEqualTo(output.at("/sent/MessageId"));
        assertThat(received.at("/0/Body").stringValue()).isEqualTo("{\"order\":20418,\"to\":\"Jürgen & Söhne <x>\"}");
        assertThat(received.at("/0/Attributes/ApproximateReceiveCount").stringValue()).isEqualTo("1");
        assertThat(received.at("/0/MessageAttributes")).isEqualTo(
                JSON.readTree("{\"kind\":{\"DataType\":\"String\",\"StringValue\":\"order\"}}"));
        assertThat(output.path("deleted")).isEqualTo(JSON.createObjectNode());
        assertThat(output.at("/nothing/Messages").size()).isZero();
        assertThat(output.at("/missing/Cause").stringValue())
                .startsWith("The specified queue does not exist. (Service: "
                        + "Sqs, Status Code: 400, ");
    }

    @Test
    void aTaskTokenGoesThroughAQueueAndComesBack() throws Exception {
        var output = run("token", Map.of("queue", queue));

        assertThat(output).isEqualTo(JSON.readTree("[{\"answer\":42},{}]"));
    }

    @Test
    void anObjectWithAnyNameIsStoredReadListedAndDeleted() throws Exception {
        var output = run("s3", Map.of("key", NAME, "encoded",
                "orders/a%20b/%C3%BC%2B%E2%82%AC%20%26%20100%25.json"));

        assertThat(output.at("/got/Body").stringValue()).isEqualTo("{\"n\":1,\"to\":\"Jürgen\"}");
        assertThat(output.at("/got/ContentLength").intValue()).isEqualTo(22);
        assertThat(output.at("/got/ContentType").stringValue()).startsWith("application/json");
        assertThat(output.at("/got/Metadata")).isEqualTo(JSON.readTree("{\"team\":\"blue\"}"));
        assertThat(output.at("/got/ETag")).isEqualTo(output.at("/put/ETag"));
        assertThat(output.at("/part/Body").stringValue()).isEqualTo("{\"n\":1");
        assertThat(output.at("/part/ContentRange").stringValue()).isEqualTo("bytes 0-5/22");
        assertThat(output.at("/head/ETag")).isEqualTo(output.at("/put/ETag"));
        assertThat(output.at("/copied/CopyObjectResult/ETag")).isEqualTo(output.at("/put/ETag"));
        assertThat(output.at("/first/IsTruncated").booleanValue()).isTrue();
        assertThat(output.at("/first/Contents/0/Key").stringValue()).isEqualTo(NAME);
        assertThat(output.at("/second/IsTruncated").booleanValue()).isFalse();
        assertThat(output.at("/second/Contents/0/Key").stringValue()).isEqualTo(NAME + "-2");
        assertThat(output.at("/deleted/Deleted").size()).isEqualTo(2);
        assertThat(output.at("/missing/Error").stringValue()).isEqualTo("S3.NoSuchKeyException");
    }

    @Test
    void aDistributedMapReadsLinesAndListsAndWritesItsResults() throws Exception {
        var lines = "in/a lot of+lines.jsonl.gz";
        store(lines, "{\"n\":1}\n{\"n\":2}\n\n{\"n\":3}\n");

        var output = run("map", Map.of("lines", lines));

        var run = output.at("/written/MapRunArn");
        var id = run.stringValue().substring(run.stringValue().lastIndexOf(':') + 1);
        assertThat(output.at("/written/ResultWriterDetails")).isEqualTo(JSON.readTree(
                "{\"Bucket\":\"orders\",\"Key\":\"out/" + id + "/manifest.json\"}"));
        assertThat(output.at("/manifest/file/MapRunArn")).isEqualTo(run);
        assertThat(output.at("/manifest/file/DestinationBucket").stringValue()).isEqualTo("orders");
        assertThat(output.at("/manifest/file/ResultFiles/PENDING").size()).isZero();
        assertThat(output.at("/manifest/file/ResultFiles/SUCCEEDED/0/Size"))
                .isEqualTo(output.at("/succeeded/ContentLength"));
        assertThat(texts(output.at("/succeeded/file"), "Output"))
                .containsExactlyInAnyOrder("{\"n\":1}", "{\"n\":2}");
        assertThat(texts(output.at("/failed/file"), "Error")).containsExactly("Third");
        assertThat(texts(output.path("objects"), "Key")).containsExactly("each/1", "each/2", "each/3");
        assertThat(output.path("objects").valueStream().map(each -> each.at("/loaded/body/n").intValue()))
                .containsExactly(1, 2, 3);
        assertThat(output.path("contents")).isEqualTo(JSON.readTree("[{\"n\":1},{\"n\":2},{\"n\":3}]"));
        assertThat(output.at("/missing/Error").stringValue()).isEqualTo("States.ItemReaderFailed");
    }

    @Test
    void aHundredThousandLinesAreMappedByANodeWith512MegabytesOfHeap() throws Exception {
        int many = Integer.getInteger("fermata.map.items", 100_000);
        var lines = "in/many.jsonl.gz";
        store(lines, IntStream.range(0, many).mapToObj(n -> "{\"n\":" + n + ",\"text\":\"" + "x".repeat(100) + "\"}\n")
                .collect(Collectors.joining()));
        var begun = Instant.now();

        var output = run("large", Map.of("lines", lines));

        var run = client.describeMapRun(request -> request.mapRunArn(output.path("MapRunArn").stringValue()));
        System.out.println("Mapped " + many + " lines in " + Duration.between(begun, Instant.now()).toSeconds()
                + " s with " + Fermata.MAX_HEAP);
        assertThat(run.itemCounts().succeeded()).isEqualTo(many);
        assertThat(run.itemCounts().resultsWritten()).isEqualTo(many);
    }

    /// Writes a packed object beside Fermata, whose tasks write JSON only.
    private static void store(String key, String text) throws IOException {
        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        try (var s3 = S3Client.builder().endpointOverride(URI.create("http://127.0.0.1:" + OneNode.S3_PORT))
                .region(Region.US_EAST_1).forcePathStyle(true)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(KEY, SECRET)))
                .build()) {
            s3.putObject(request -> request.bucket("orders").key(key), RequestBody.fromBytes(packed.toByteArray()));
        }
    }

    private static Stream<String> texts(JsonNode list, String member) {
        return list.valueStream().map(each -> each.path(member).stringValue());
    }

    private static JsonNode run(String machine, Map<String, String> input) throws Exception {
        var definition = Files.readString(MACHINES.resolve(machine + ".json"));
        var arn = client.createStateMachine(request -> request.name("real-" + machine).definition(definition)
                .roleArn("arn:aws:iam::" + Fermata.SECOND_ACCOUNT + ":role/e2e")).stateMachineArn();
        var execution = client
                .startExecution(request -> request.stateMachineArn(arn).input(JSON.writeValueAsString(input)))
                .executionArn();
        Await.until("the end of " + execution, PATIENCE, () -> client
                .describeExecution(request -> request.executionArn(execution)).status() != ExecutionStatus.RUNNING);
        var ended = client.describeExecution(request -> request.executionArn(execution));
        assertThat(ended.status()).as(ended.error() + ": " + ended.cause()).isEqualTo(ExecutionStatus.SUCCEEDED);
        return JSON.readTree(ended.output());
    }
}
