// SPDX-License-Identifier: Apache-2.0
package io.fermata.e2e;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import tools.jackson.databind.json.JsonMapper;

/// The packaged product as a process of its own, through HTTP with signatures. What its tasks call is in this process, so
/// that it does not count.
final class ApiTarget implements Target {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String ACCOUNT = "123456789012";
    private static final Pattern KEYS = Pattern
            .compile("AWS_ACCESS_KEY_ID=(\\S+) AWS_SECRET_ACCESS_KEY=(\\S+) AWS_DEFAULT_REGION");
    private static final long LONGEST_NAP = 20;
    private static final long PATIENCE_NANOS = 120_000_000_000L;

    private final HttpServer echo;
    private final BlockingQueue<String> tokens = new LinkedBlockingQueue<>();
    private final Fermata server;
    private final SignedClient client;
    private final String connection;
    private final long databasePid;

    ApiTarget(Database.Schema schema, long databasePid, BenchOptions options) throws Exception {
        this.databasePid = databasePid;
        this.echo = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1_000);
        echo.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        echo.createContext("/", exchange -> {
            var body = exchange.getRequestBody().readAllBytes();
            if (exchange.getRequestURI().getPath().endsWith("/invocations")) {
                tokens.add(JSON.readTree(body).path("token").stringValue());
            }
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        echo.start();
        var first = Map.of("FERMATA_BOOTSTRAP_ACCOUNT_ID", "", "FERMATA_BOOTSTRAP_SECOND_ACCOUNT_ID", "",
                "FERMATA_SAMPLE", "true");
        int port = Database.freePort();
        String keyId;
        String secret;
        try (var maker = Fermata.start("bench-first", schema, port, "http://localhost:" + port, first)) {
            var printed = KEYS.matcher(maker.log());
            printed.find();
            keyId = printed.group(1);
            secret = printed.group(2);
        }
        var command = new ArrayList<>(List.of(Fermata.java(), "-Xmx" + options.heap()));
        command.addAll(options.java());
        command.addAll(List.of("-jar", System.getProperty("fermata.jar")));
        this.server = Fermata.launch(command, "bench", schema, port, "http://localhost:" + port,
                Map.of("FERMATA_BOOTSTRAP_ACCOUNT_ID", ACCOUNT, "FERMATA_BOOTSTRAP_ACCESS_KEY_ID", keyId,
                        "FERMATA_BOOTSTRAP_SECRET_ACCESS_KEY", secret, "FERMATA_BOOTSTRAP_AWS_ENDPOINT_URL", address(),
                        "FERMATA_EGRESS_ALLOW", "127.0.0.1:" + echo.getAddress().getPort()));
        server.awaitReady();
        this.client = new SignedClient("http://127.0.0.1:" + port, keyId, secret);
        this.connection = "arn:aws:events:us-east-1:" + ACCOUNT + ":connection/sample-service/"
                + schema.query("SELECT connection_uuid FROM connection");
    }

    private String address() {
        return "http://127.0.0.1:" + echo.getAddress().getPort();
    }

    @Override
    public String name() {
        return "api";
    }

    @Override
    public Map<String, Long> processes() {
        var processes = new LinkedHashMap<String, Long>();
        processes.put("server", server.pid());
        processes.put("database", databasePid);
        return processes;
    }

    @Override
    public String create(String name, String definition) throws Exception {
        var body = JSON.createObjectNode().put("name", name).put("definition", definition).put("roleArn",
                "arn:aws:iam::" + ACCOUNT + ":role/bench");
        return member(client.ask("CreateStateMachine", JSON.writeValueAsString(body)), "stateMachineArn");
    }

    @Override
    public String start(String machine, String input) throws Exception {
        var body = JSON.createObjectNode().put("stateMachineArn", machine).put("name", UUID.randomUUID().toString())
                .put("input", input);
        return member(client.ask("StartExecution", JSON.writeValueAsString(body)), "executionArn");
    }

    @Override
    public void awaitEnd(String execution) throws Exception {
        long end = System.nanoTime() + PATIENCE_NANOS;
        long nap = 1;
        while (true) {
            var status = member(client.ask("DescribeExecution", "{\"executionArn\":\"" + execution + "\"}"), "status");
            if (status.equals("SUCCEEDED")) {
                return;
            }
            if (!status.equals("RUNNING") || System.nanoTime() > end) {
                throw new IllegalStateException(execution + " is " + status);
            }
            Thread.sleep(nap);
            nap = Math.min(LONGEST_NAP, nap * 2);
        }
    }

    private static String member(String json, String name) {
        return JSON.readTree(json).path(name).stringValue();
    }

    @Override
    public String callingState(String next) {
        return """
                {"Type":"Task","Resource":"arn:aws:states:::http:invoke","Parameters":{"ApiEndpoint":"%s/echo",\
                "Method":"POST","Authentication":{"ConnectionArn":"%s"},"RequestBody.$":"$"},"ResultPath":null,%s}"""
                .formatted(address(), connection, next);
    }

    @Override
    public String parkingState() {
        return """
                {"Type":"Task","Resource":"arn:aws:states:::lambda:invoke.waitForTaskToken","Parameters":\
                {"FunctionName":"park","Payload":{"token.$":"$$.Task.Token"}},"End":true}""";
    }

    @Override
    public String token() throws Exception {
        var token = tokens.poll(PATIENCE_NANOS, TimeUnit.NANOSECONDS);
        if (token == null) {
            throw new IllegalStateException("no token came");
        }
        return token;
    }

    @Override
    public void complete(String token) throws Exception {
        client.ask("SendTaskSuccess", "{\"taskToken\":\"" + token + "\",\"output\":\"{}\"}");
    }

    @Override
    public double heapMegabytes() throws Exception {
        return Heap.of(server.pid());
    }

    @Override
    public void close() {
        server.close();
        echo.stop(0);
    }
}
