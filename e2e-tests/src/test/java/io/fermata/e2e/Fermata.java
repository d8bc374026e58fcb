// SPDX-License-Identifier: Apache-2.0
package io.fermata.e2e;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.client.config.SdkAdvancedClientOption;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sfn.SfnClient;

/// The packaged product as a process.
final class Fermata implements AutoCloseable {

    static final String ACCOUNT = "111122223333";
    static final String SECOND_ACCOUNT = "444455556666";
    static final String KEY = "AKIAFERMATAE2E000001";
    static final String SECRET = "e2e-secret-of-the-first-tenant";
    static final String SECOND_KEY = "AKIAFERMATAE2E000002";
    static final String SECOND_SECRET = "e2e-secret-of-the-second-tenant";
    static final String ADMIN = "admin@first.example";
    static final String SECOND_ADMIN = "admin@second.example";
    static final String PASSWORD = "correct-horse-battery-staple";
    static final String ROOT_KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

    static final String MAX_HEAP = "-Xmx512m";

    private static final Duration START = Duration.ofSeconds(120);

    private final String name;
    private final Process process;
    private final int port;
    private final Path log;

    private Fermata(String name, Process process, int port, Path log) {
        this.name = name;
        this.process = process;
        this.port = port;
        this.log = log;
    }

    /// Starts a node on a schema and waits until it is ready.
    static Fermata start(String name, Database.Schema schema, Map<String, String> more) throws IOException {
        int port = Database.freePort();
        return start(name, schema, port, "http://localhost:" + port, more);
    }

    static Fermata start(String name, Database.Schema schema, int port, String publicUrl, Map<String, String> more)
            throws IOException {
        var fermata = launch(name, schema, port, publicUrl, more);
        fermata.awaitReady();
        return fermata;
    }

    /// Starts a node and does not wait for it.
    static Fermata launch(String name, Database.Schema schema, int port, String publicUrl, Map<String, String> more)
            throws IOException {
        return launch(List.of(java(), MAX_HEAP, "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-jar",
                System.getProperty("fermata.jar")), name, schema, port, publicUrl, more);
    }

    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /// @param command what runs the product
    static Fermata launch(List<String> command, String name, Database.Schema schema, int port, String publicUrl,
            Map<String, String> more) throws IOException {
        var home = Path.of(System.getProperty("fermata.e2e.directory"), name);
        Files.createDirectories(home);
        var log = home.resolve("log-" + System.nanoTime() + ".txt");
        var environment = new HashMap<String, String>();
        environment.put("SPRING_DATASOURCE_URL", schema.url());
        environment.put("SPRING_DATASOURCE_USERNAME", schema.user());
        environment.put("SPRING_DATASOURCE_PASSWORD", schema.password());
        environment.put("SERVER_PORT", Integer.toString(port));
        environment.put("FERMATA_PUBLIC_URL", publicUrl);
        environment.put("FERMATA_DATA_DIRECTORY", home.resolve("data").toString());
        environment.put("FERMATA_ROOT_KEY", ROOT_KEY);
        environment.put("FERMATA_NODE_ID", name);
        environment.put("FERMATA_SAMPLE", "false");
        environment.put("FERMATA_BOOTSTRAP_ACCOUNT_ID", ACCOUNT);
        environment.put("FERMATA_BOOTSTRAP_ACCESS_KEY_ID", KEY);
        environment.put("FERMATA_BOOTSTRAP_SECRET_ACCESS_KEY", SECRET);
        environment.put("FERMATA_BOOTSTRAP_ADMIN_EMAIL", ADMIN);
        environment.put("FERMATA_BOOTSTRAP_ADMIN_PASSWORD", PASSWORD);
        environment.put("FERMATA_BOOTSTRAP_SECOND_ACCOUNT_ID", SECOND_ACCOUNT);
        environment.put("FERMATA_BOOTSTRAP_SECOND_ACCESS_KEY_ID", SECOND_KEY);
        environment.put("FERMATA_BOOTSTRAP_SECOND_SECRET_ACCESS_KEY", SECOND_SECRET);
        environment.put("FERMATA_BOOTSTRAP_SECOND_ADMIN_EMAIL", SECOND_ADMIN);
        environment.put("FERMATA_BOOTSTRAP_SECOND_ADMIN_PASSWORD", PASSWORD);
        environment.putAll(more);
        var builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        builder.redirectErrorStream(true).redirectOutput(log.toFile());
        return new Fermata(name, builder.start(), port, log);
    }

    /// Whether it takes requests now.
    boolean isReady() {
        try {
            return process.isAlive() && get("/actuator/health/readiness") == 200;
        } catch (IOException notYet) {
            return false;
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    void awaitReady() {
        Await.until(name + " to be ready, see " + log, START, () -> {
            if (!process.isAlive()) {
                throw new AssertionError(name + " ended: " + tail());
            }
            return get("/actuator/health/readiness") == 200;
        });
    }

    private String tail() throws IOException {
        var lines = Files.readAllLines(log);
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 30), lines.size()));
    }

    int get(String path) throws IOException, InterruptedException {
        try (var http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build()) {
            var request = HttpRequest.newBuilder(URI.create(url() + path)).timeout(Duration.ofSeconds(5)).build();
            return http.send(request, BodyHandlers.discarding()).statusCode();
        }
    }

    String url() {
        return "http://localhost:" + port;
    }

    long pid() {
        return process.pid();
    }

    int port() {
        return port;
    }

    /// The first tenant's client: AWS's own SDK.
    SfnClient client() {
        return client(KEY, SECRET);
    }

    SfnClient secondClient() {
        return client(SECOND_KEY, SECOND_SECRET);
    }

    SfnClient client(String key, String secret) {
        // the host of synchronous executions would be sync-<ours>, a name that this machine does not have
        return SfnClient.builder().endpointOverride(URI.create(url())).region(Region.US_EAST_1)
                .overrideConfiguration(options -> options
                        .putAdvancedOption(SdkAdvancedClientOption.DISABLE_HOST_PREFIX_INJECTION, true))
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(key, secret))).build();
    }

    static String machineArn(String machine) {
        return "arn:aws:states:us-east-1:" + ACCOUNT + ":stateMachine:" + machine;
    }

    /// `kill -9`.
    void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    void signal(String signal) throws IOException, InterruptedException {
        var kill = new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).inheritIO().start();
        if (kill.waitFor() != 0) {
            throw new IllegalStateException("kill -" + signal + " failed");
        }
    }

    String log() throws IOException {
        return Files.readString(log);
    }

    Optional<Integer> exitCode() {
        return process.isAlive() ? Optional.empty() : Optional.of(process.exitValue());
    }

    private void awaitEnd() {
        try {
            if (!process.waitFor(40, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException(name + " did not end");
            }
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    /// SIGTERM, in good order.
    @Override
    public void close() {
        if (process.isAlive()) {
            process.destroy();
            awaitEnd();
        }
    }
}
