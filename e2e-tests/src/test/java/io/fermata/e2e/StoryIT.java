// SPDX-License-Identifier: Apache-2.0
package io.fermata.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.LoadState;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The whole way of a newcomer, against the packaged product with two nodes: author in the browser, start by the AWS CLI,
/// by a schedule and by a webhook, get the mail, approve, see the history.
class StoryIT {

    // LocalDateTime's own text leaves out seconds that are zero
    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss");

    private static final Pattern LINK = Pattern.compile("http://localhost:\\d+/a/[A-Za-z0-9_-]{43}");
    private static final String HELLO = "{\"StartAt\":\"P\",\"States\":{\"P\":{\"Type\":\"Pass\",\"End\":true}}}";

    private static Database database;
    private static Database.Schema schema;
    private static Mailbox mailbox;
    private static Fermata first;
    private static Fermata second;
    private static Console console;

    @BeforeAll
    static void start() throws Exception {
        console = new Console();
        database = Database.start();
        schema = database.schema();
        mailbox = new Mailbox();
        var mail = Map.of("SPRING_MAIL_HOST", "127.0.0.1", "SPRING_MAIL_PORT", Integer.toString(mailbox.port()));
        first = Fermata.start("story-a", schema, mail);
        int port = Database.freePort();
        second = Fermata.start("story-b", schema, port, first.url(), mail);
    }

    @AfterAll
    static void stop() throws Exception {
        if (console != null) {
            console.close();
            second.close();
            first.close();
            mailbox.close();
            database.close();
        }
    }

    @Test
    void aRefundIsAuthoredStartedAskedForApprovedAndSeen() throws Exception {
        var author = console.signIn(first, Fermata.ADMIN, Fermata.PASSWORD, 1440, false, true);
        author.navigate(first.url() + "/t/main/new-state-machine?sample=refund-approval");
        author.fill("#name", "refund");
        author.click("button[name=act][value=save]");
        assertThat(author.url()).endsWith("/t/main/state-machines/refund");

        var arn = cli("start-execution", "--state-machine-arn", Fermata.machineArn("refund"), "--name", "ord-20418",
                "--input",
                "{\"orderId\":\"20418\",\"amount\":1284,\"reason\":\"Damaged\",\"customer\":\"c@example.com\"}",
                "--query",
                "executionArn");
        var link = LINK.matcher(mailbox.await(Fermata.ADMIN, "20418"));
        assertThat(link.find()).as("the mail holds a link").isTrue();

        playAMailScanner(link.group(), author);
        assertThat(schema.query("SELECT CONCAT(status, ' ', (SELECT COUNT(*) FROM approval_vote)) FROM approval_task"))
                .isEqualTo("OPEN 0");

        var approver = console.window(390, true, false); // a phone, without JavaScript
        approver.navigate(link.group());
        assertThat(approver.content()).doesNotContain("1284");
        approver.click("text=Continue");
        approver.fill("#email", Fermata.ADMIN);
        approver.fill("#password", Fermata.PASSWORD);
        approver.click("form button[type=submit]");
        assertThat(approver.content()).contains("Refund of order 20418").contains("1284");
        Console.picture(approver, "story-approval-390-dark");
        approver.fill("#comment", "Matches the photo");
        approver.click("button[name=choice][value=APPROVE]");

        Await.until("the refund to end", Duration.ofSeconds(30),
                () -> cli("describe-execution", "--execution-arn", arn, "--query", "status").equals("SUCCEEDED"));
        assertThat(cli("get-execution-history", "--execution-arn", arn, "--query", "events[].type").split("\\s+"))
                .containsExactly("ExecutionStarted", "ChoiceStateEntered", "ChoiceStateExited", "TaskStateEntered",
                        "TaskScheduled", "TaskStarted", "TaskSubmitted", "TaskSucceeded", "TaskStateExited",
                        "PassStateEntered", "PassStateExited", "TaskStateEntered", "TaskScheduled", "TaskStarted",
                        "TaskSucceeded", "TaskStateExited", "ExecutionSucceeded");
        assertThat(mailbox.await("c@example.com", "Your refund")).contains("1284");
        author.navigate(first.url() + "/t/main/state-machines/refund/executions/ord-20418?s=Approve%20refund");
        assertThat(author.content()).contains("Succeeded").contains("Matches the photo").contains("Admin");
        Console.picture(author, "story-execution-1440-light");
        assertThat(console.complaints()).isEmpty();
    }

    /// What mail scanners do: every harmless method, prefetching, and a browser that loads the page and runs its script,
    /// even one in which the approver is signed in.
    private static void playAMailScanner(String link, Page signedIn) throws Exception {
        try (var http = HttpClient.newHttpClient()) {
            for (var method : List.of("GET", "HEAD", "OPTIONS", "TRACE")) {
                var request = HttpRequest.newBuilder(URI.create(link)).method(method, BodyPublishers.noBody())
                        .header("Purpose", "prefetch").header("Sec-Purpose", "prefetch;prerender").build();
                assertThat(http.send(request, BodyHandlers.discarding()).statusCode()).as(method).isLessThan(500);
            }
            var blind = HttpRequest.newBuilder(URI.create(link))
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(BodyPublishers.ofString("choice=APPROVE&comment=&subject=x&nonce=x")).build();
            assertThat(http.send(blind, BodyHandlers.discarding()).statusCode()).isEqualTo(403);
        }
        var scanner = console.window(1440, false, true);
        scanner.navigate(link);
        scanner.waitForLoadState(LoadState.NETWORKIDLE);
        scanner.context().close();
        signedIn.navigate(link);
        signedIn.waitForLoadState(LoadState.NETWORKIDLE);
    }

    @Test
    void aScheduleDueInSecondsStartsOneExecutionWithTwoNodesRunning() throws Exception {
        try (var client = first.client()) {
            var machine = TwoNodesIT.machine(client, "scheduled", HELLO);
            var page = console.signIn(first, Fermata.ADMIN, Fermata.PASSWORD, 1440, false, false);
            page.navigate(first.url() + "/t/main/schedules");
            var due = LocalDateTime.now(ZoneOffset.UTC).plusSeconds(6).truncatedTo(ChronoUnit.SECONDS);
            page.fill("#name", "soon");
            page.selectOption("#machine", "scheduled");
            page.fill("#expression", "at(" + SECONDS.format(due) + ")");
            page.fill("#zone", "UTC");
            page.click("button[name=act][value=create]");
            assertThat(page.locator("[role=alert]").count()).as(page.content()).isZero();

            Await.until("the scheduled execution", Duration.ofSeconds(40), () -> !client
                    .listExecutions(request -> request.stateMachineArn(machine)).executions().isEmpty());

            Await.until("the slot to be settled", Duration.ofSeconds(30), () -> !"WAITING".equals(
                    schema.query("SELECT status FROM schedule_slot LIMIT 1")));
            assertThat(client.listExecutions(request -> request.stateMachineArn(machine)).executions()).hasSize(1);
            page.context().close();
        }
    }

    @Test
    void aSignedWebhookStartsOneExecutionHoweverOftenItIsSent() throws Exception {
        try (var client = first.client()) {
            var machine = TwoNodesIT.machine(client, "hooked", HELLO);
            var page = console.signIn(first, Fermata.ADMIN, Fermata.PASSWORD, 1440, false, false);
            page.navigate(first.url() + "/t/main/webhooks");
            page.fill("#name", "shop");
            page.selectOption("#machine", "hooked");
            page.click("form[action$=webhooks] button[type=submit]");
            var secrets = page.locator(".secret").allInnerTexts();
            var secret = secrets.stream().filter(text -> text.startsWith("whsec_")).findFirst().orElseThrow();
            var url = secrets.stream().filter(text -> text.contains("/hooks/")).findFirst().orElseThrow();
            var body = "{\"order\":\"20418\"}";

            assertThat(send(url, "msg_1", body, secret + "x")).isEqualTo(404);
            assertThat(send(url, "msg_1", body, secret)).isEqualTo(202);
            assertThat(send(url.replace(first.url(), second.url()), "msg_1", body, secret)).isEqualTo(202);
            assertThat(send(url, "msg_1", body, secret)).isEqualTo(202);

            var executions = client.listExecutions(request -> request.stateMachineArn(machine)).executions();
            assertThat(executions).hasSize(1);
            var arn = executions.getFirst().executionArn();
            assertThat(client.describeExecution(request -> request.executionArn(arn)).input()).isEqualTo(body);
            page.context().close();
        }
    }

    private static int send(String url, String id, String body, String secret) throws Exception {
        var timestamp = Long.toString(Instant.now().getEpochSecond());
        var mac = Mac.getInstance("HmacSHA256");
        var key = Base64.getDecoder().decode(secret.substring("whsec_".length()).replaceAll("x$", ""));
        if (secret.endsWith("x")) {
            key[0]++;
        }
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        var signature = Base64.getEncoder()
                .encodeToString(mac.doFinal((id + "." + timestamp + "." + body).getBytes(StandardCharsets.UTF_8)));
        try (var http = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create(url)).header("Content-Type", "application/json")
                    .header("webhook-id", id).header("webhook-timestamp", timestamp)
                    .header("webhook-signature", "v1," + signature).POST(BodyPublishers.ofString(body)).build();
            return http.send(request, BodyHandlers.discarding()).statusCode();
        }
    }

    private static String cli(String... arguments) throws Exception {
        var command = new ArrayList<>(List.of(Tools.aws(), "stepfunctions"));
        command.addAll(List.of(arguments));
        command.addAll(List.of("--output", "text", "--endpoint-url", first.url()));
        return Tools.run(command, Map.of("AWS_ACCESS_KEY_ID", Fermata.KEY, "AWS_SECRET_ACCESS_KEY", Fermata.SECRET,
                "AWS_DEFAULT_REGION", "us-east-1", "AWS_PAGER", "")).output();
    }
}
