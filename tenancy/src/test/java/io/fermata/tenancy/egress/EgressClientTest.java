// SPDX-License-Identifier: Apache-2.0
package io.fermata.tenancy.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.fermata.tenancy.TenantId;
import io.fermata.tenancy.egress.EgressRefusal.NotAllowed;
import io.fermata.tenancy.egress.EgressRefusal.TimedOut;
import io.fermata.tenancy.egress.EgressRefusal.TooLarge;
import io.fermata.tenancy.egress.EgressRefusal.Unreachable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EgressClientTest {

    private static final TenantId FIRST = new TenantId(1);
    private static final TenantId SECOND = new TenantId(2);

    private final AtomicInteger requests = new AtomicInteger();
    private final CountDownLatch never = new CountDownLatch(1);
    private HttpServer server;
    private int port;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        port = server.getAddress().getPort();
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            requests.incrementAndGet();
            byte[] body = ("%s %s host=%s x=%s body=%s")
                    .formatted(exchange.getRequestMethod(), exchange.getRequestURI(),
                            exchange.getRequestHeaders().getFirst("Host"),
                            exchange.getRequestHeaders().getFirst("X-Test"),
                            new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8))
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("X-Answer", "yes");
            exchange.sendResponseHeaders(201, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.createContext("/from", exchange -> {
            byte[] from = Integer.toString(exchange.getRemoteAddress().getPort()).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, from.length);
            exchange.getResponseBody().write(from);
            exchange.close();
        });
        server.createContext("/redirect", exchange -> {
            exchange.getResponseHeaders().add("Location", "http://169.254.169.254/latest/meta-data/");
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });
        server.createContext("/endless", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            byte[] chunk = new byte[8_192];
            try {
                while (never.getCount() > 0) {
                    exchange.getResponseBody().write(chunk);
                }
            } finally {
                exchange.close();
            }
        });
        server.createContext("/slow", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write('a');
            exchange.getResponseBody().flush();
            try {
                never.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        never.countDown();
        server.stop(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {
            // loopback and its spellings
            "https://127.0.0.1/", "https://127.1/", "https://127.0.1/", "https://2130706433/", "https://0x7f000001/",
            "https://0x7f.0.0.1/", "https://0177.0.0.1/", "https://017700000001/",
            "https://127.0.0.1.", "https://0/", "https://0.0.0.0/", "https://127.255.255.254/", "https://[::1]/",
            "https://[::]/", "https://[0:0:0:0:0:0:0:1]/", "https://[::ffff:127.0.0.1]/",
            "https://[::ffff:7f00:1]/", "https://[::127.0.0.1]/", "https://[64:ff9b::7f00:1]/",
            "https://[64:ff9b:1::7f00:1]/", "https://[2002:7f00:1::]/",
            "https://[2001:0:4136:e378:8000:63bf:80ff:fffe]/", "https://[fe80::1]/", "https://[fe80::1%25eth0]/",
            "https://[fd00:ec2::254]/", "https://[fec0::1]/", "https://[ff02::1]/",
            "https://[2001:db8::1]/",
            // private, link-local and special
            "https://10.0.0.1/", "https://172.16.0.1/", "https://172.31.255.255/", "https://192.168.1.1/",
            "https://169.254.169.254/latest/meta-data/", "https://100.64.0.1/",
            "https://198.18.0.1/", "https://224.0.0.1/", "https://255.255.255.255/", "https://192.0.2.1/",
            "https://168.63.129.16/",
            // public literals have no name that a certificate could prove
            "https://8.8.8.8/", "https://[2001:4860:4860::8888]/",
            // names of the inside, through the stub resolver
            "https://loopback.test/", "https://metadata.test/", "https://mixed.test/", "https://mapped.test/",
            "https://nat64.test/", "https://private.test/", "https://LOOPBACK.test/",
            "https://loopback。test/", "https://ⓛoopback.test/",
            // schemes and ports
            "http://public.test/", "ftp://public.test/", "file:///etc/passwd", "gopher://public.test/",
            "jar:https://public.test/!/", "//public.test/", "public.test", "",
            "https://public.test:22/", "https://public.test:8443/", "https://public.test:0/",
            "https://public.test:65536/", "https://public.test:x/", "https://public.test:/",
            // confusing authorities
            "https://user@public.test/", "https://public.test@127.0.0.1/", "https://user:pass@public.test/",
            "https://public.test#@127.0.0.1/", "https://public.test\\@127.0.0.1/",
            "https://public.test/ x", "https://public.test/\r\nHost: inside", "https://pub\tlic.test/",
            "https://public.test./", "https://.public.test/", "https://public..test/", "https://-public.test/",
            "https://pub_lic.test/", "https://１２７.0.0.1/", "https://127。0。0。1/", "https:///path", "https://",
            "https://[::1", "https://%31%32%37.0.0.1/", "https://public.test/%zz"})
    void refusesWhatDoesNotLeadToThePublicInternet(String url) {
        try (EgressClient client = new EgressClient(AllowList.of(List.of(), ""), EgressClientTest::resolve)) {
            assertThat(client.send(get(url))).isInstanceOf(NotAllowed.class);
        }
        assertThat(requests).hasValue(0);
    }

    @Test
    void aRefusalDoesNotTellTheInsideAddress() {
        try (EgressClient client = new EgressClient(AllowList.of(List.of(), ""), EgressClientTest::resolve)) {
            assertThat(client.send(get("https://private.test/"))).isInstanceOfSatisfying(NotAllowed.class,
                    refused -> assertThat(refused.sentence()).doesNotContain("10.1.2.3"));
        }
    }

    @Test
    void aNameThatChangesItsAddressAfterTheCheckGainsNothing() {
        AtomicInteger lookups = new AtomicInteger();
        NameResolver rebinding = _ -> List.of(lookups.incrementAndGet() == 1
                ? InetAddress.ofLiteral("192.0.2.55")
                : InetAddress.getLoopbackAddress());
        try (EgressClient client = new EgressClient(AllowList.of(List.of("192.0.2.0/24"), ""), rebinding)) {
            EgressRequest request = new EgressRequest("GET", "http://rebind.test:" + port + "/", Map.of(), new byte[0],
                    Duration.ofMillis(300), 100);

            assertThat(client.send(request)).isInstanceOfAny(TimedOut.class, Unreachable.class);
        }
        assertThat(lookups).hasValue(1);
        assertThat(requests).hasValue(0);
    }

    @Test
    void connectsToTheCheckedAddressAndKeepsTheNameInTheHostHeader() {
        NameResolver resolver = _ -> List.of(InetAddress.getLoopbackAddress());
        try (EgressClient client = new EgressClient(AllowList.of(List.of("inside.test:" + port), ""), resolver)) {
            Egress answer = client.send(new EgressRequest("POST", "http://inside.test:" + port + "/a%20b?q=1",
                    Map.of("X-Test", List.of("t"), "Content-Type", List.of("text/plain")),
                    "hello".getBytes(StandardCharsets.UTF_8), Duration.ofSeconds(5), 1_000));

            assertThat(answer).isInstanceOfSatisfying(EgressResponse.class, response -> {
                assertThat(response.status()).isEqualTo(201);
                assertThat(response.header("x-answer")).contains("yes");
                assertThat(new String(response.body(), StandardCharsets.UTF_8))
                        .isEqualTo("POST /a%20b?q=1 host=inside.test:" + port + " x=t body=hello");
            });
        }
    }

    @Test
    void requestsOfATenantShareAConnection() {
        assertThat(ports(FIRST, FIRST, FIRST)).hasSize(1);
    }

    @Test
    void tenantsDoNotShareConnections() {
        assertThat(ports(FIRST, SECOND, FIRST, SECOND)).hasSize(2);
    }

    @Test
    void withoutATenantEachRequestHasAConnectionOfItsOwn() {
        assertThat(ports(null, null, FIRST, null)).hasSize(4);
    }

    @Test
    void aNameThatMovedIsCalledAtItsNewAddress() throws IOException {
        AtomicInteger lookups = new AtomicInteger();
        NameResolver moving = _ -> List.of(InetAddress.ofLiteral("127.0.0." + lookups.incrementAndGet()));
        try (var one = new ServerThatCloses("127.0.0.1", 0, Integer.MAX_VALUE);
                var two = new ServerThatCloses("127.0.0.2", one.port(), Integer.MAX_VALUE);
                var client = new EgressClient(AllowList.of(List.of("127.0.0.0/8"), ""), moving)) {
            var request = get("http://moving.test:" + one.port() + "/");

            assertThat(client.send(FIRST, request)).isInstanceOf(EgressResponse.class);
            assertThat(client.send(FIRST, request)).isInstanceOf(EgressResponse.class);

            assertThat(one.requests).hasValue(1);
            assertThat(two.requests).hasValue(1);
        }
    }

    @Test
    void aKeptConnectionThatTheOtherSideClosesIsReplaced() throws IOException {
        try (var closing = new ServerThatCloses("127.0.0.1", 0, 1); var client = openToLoopback()) {
            var request = get("http://127.0.0.1:" + closing.port() + "/");

            assertThat(client.send(FIRST, request)).isInstanceOf(EgressResponse.class);
            assertThat(client.send(FIRST, request)).isInstanceOf(EgressResponse.class);
        }
    }

    @Test
    void aRequestOverANewConnectionGoesOutOnce() throws IOException {
        try (var closing = new ServerThatCloses("127.0.0.1", 0, 0); var client = openToLoopback()) {
            assertThat(client.send(FIRST, get("http://127.0.0.1:" + closing.port() + "/")))
                    .isInstanceOf(Unreachable.class);

            assertThat(closing.requests).hasValue(1);
        }
    }

    @Test
    void anAnswerThatWasCutLeavesNoConnectionBehind() {
        try (var client = openToLoopback()) {
            var endless = new EgressRequest("GET", "http://127.0.0.1:" + port + "/endless", Map.of(), new byte[0],
                    Duration.ofSeconds(20), 10_000);

            assertThat(client.send(FIRST, endless)).isInstanceOf(TooLarge.class);
            assertThat(client.send(FIRST, get("http://127.0.0.1:" + port + "/"))).isInstanceOfSatisfying(
                    EgressResponse.class, response -> assertThat(response.status()).isEqualTo(201));
        }
    }

    /// The ports from which requests reach the server, one request for each tenant.
    private Set<String> ports(@Nullable TenantId... tenants) {
        Set<String> ports = new HashSet<>();
        try (var client = openToLoopback()) {
            var request = get("http://127.0.0.1:" + port + "/from");
            for (var tenant : tenants) {
                var answer = (EgressResponse) (tenant == null ? client.send(request) : client.send(tenant, request));
                ports.add(new String(answer.body(), StandardCharsets.UTF_8));
            }
        }
        return ports;
    }

    private static EgressClient openToLoopback() {
        return new EgressClient(AllowList.of(List.of("127.0.0.0/8"), ""), NameResolver.ofTheSystem());
    }

    @Test
    void anOpenedRangeMayBeCalledByHttp() {
        try (EgressClient client = new EgressClient(AllowList.of(List.of("127.0.0.0/8"), ""),
                NameResolver.ofTheSystem())) {
            assertThat(client.send(get("http://127.0.0.1:" + port + "/"))).isInstanceOf(EgressResponse.class);
        }
    }

    @Test
    void theAwsEndpointIsOpen() {
        try (EgressClient client = new EgressClient(AllowList.of(List.of(), "http://localhost:" + port),
                NameResolver.ofTheSystem())) {
            assertThat(client.send(get("http://localhost:" + port + "/"))).isInstanceOf(EgressResponse.class);
            assertThat(client.send(get("http://localhost:" + (port + 1) + "/"))).isInstanceOf(NotAllowed.class);
        }
    }

    @Test
    void aRedirectIsAnAnswer() {
        assertThat(inside("/redirect", Duration.ofSeconds(5), 100)).isInstanceOfSatisfying(EgressResponse.class,
                response -> assertThat(response.status()).isEqualTo(302));
    }

    @Test
    void anEndlessAnswerIsCut() {
        assertThat(inside("/endless", Duration.ofSeconds(20), 100_000)).isInstanceOf(TooLarge.class);
    }

    @Test
    void aSlowAnswerEndsInTime() {
        assertThat(inside("/slow", Duration.ofMillis(300), 100)).isInstanceOf(TimedOut.class);
    }

    @Test
    void nobodyThereIsUnreachable() {
        server.stop(0);

        assertThat(inside("/", Duration.ofSeconds(5), 100)).isInstanceOf(Unreachable.class);
    }

    @Test
    void anUnknownNameIsUnreachable() {
        try (EgressClient client = new EgressClient(AllowList.of(List.of(), ""), EgressClientTest::resolve)) {
            assertThat(client.send(get("https://unknown.test/"))).isInstanceOf(Unreachable.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Host", "content-length", "Transfer-Encoding", "Connection", "a b", "a\r\nb", ""})
    void refusesHeadersThatAreTheClientsOwn(String name) {
        try (EgressClient client = new EgressClient(AllowList.of(List.of("127.0.0.0/8"), ""),
                NameResolver.ofTheSystem())) {
            EgressRequest request = new EgressRequest("GET", "http://127.0.0.1:" + port + "/",
                    Map.of(name, List.of("v")), new byte[0], Duration.ofSeconds(1), 100);

            assertThat(client.send(request)).isInstanceOf(NotAllowed.class);
        }
    }

    @Test
    void refusesAHeaderValueWithALineBreak() {
        try (EgressClient client = new EgressClient(AllowList.of(List.of("127.0.0.0/8"), ""),
                NameResolver.ofTheSystem())) {
            EgressRequest request = new EgressRequest("GET", "http://127.0.0.1:" + port + "/",
                    Map.of("X", List.of("a\r\nY: b")), new byte[0], Duration.ofSeconds(1), 100);

            assertThat(client.send(request)).isInstanceOf(NotAllowed.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"example.org", "http://example.org:80", "10.0.0.0/33", "1.2.3", "host:port", "*"})
    void anEntryThatIsNeitherAPlaceNorARangeIsRefused(String entry) {
        assertThatThrownBy(() -> AllowList.of(List.of(entry), "")).isInstanceOf(IllegalArgumentException.class);
    }

    private Egress inside(String path, Duration timeout, int longest) {
        try (EgressClient client = new EgressClient(AllowList.of(List.of("127.0.0.1:" + port), ""),
                NameResolver.ofTheSystem())) {
            return client.send(new EgressRequest("GET", "http://127.0.0.1:" + port + path, Map.of(), new byte[0],
                    timeout, longest));
        }
    }

    private static EgressRequest get(String url) {
        return new EgressRequest("GET", url, Map.of(), new byte[0], Duration.ofSeconds(2), EgressRequest.STATE_SIZE);
    }

    private static List<InetAddress> resolve(String host) throws UnknownHostException {
        return switch (host) {
            case "loopback.test" -> List.of(InetAddress.ofLiteral("127.0.0.1"));
            case "metadata.test" -> List.of(InetAddress.ofLiteral("169.254.169.254"));
            case "mixed.test" -> List.of(InetAddress.ofLiteral("93.184.215.14"), InetAddress.ofLiteral("10.0.0.1"));
            case "mapped.test" -> List.of(InetAddress.ofLiteral("::ffff:10.0.0.1"));
            case "nat64.test" -> List.of(InetAddress.ofLiteral("64:ff9b::a9fe:a9fe"));
            case "private.test" -> List.of(InetAddress.ofLiteral("10.1.2.3"));
            case "public.test" -> List.of(InetAddress.ofLiteral("93.184.215.14"));
            default -> throw new UnknownHostException(host);
        };
    }
}
