// SPDX-License-Identifier: Apache-2.0
package io.fermata.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// DynamoDB Local, ElasticMQ for SQS and S3Proxy for S3, each a process with a class path of its own. They keep all in
/// memory. S3Proxy refuses a request whose signature is not that of the given key.
final class RealServers implements AutoCloseable {

    private static final Path PROJECT = Path.of("src/test/resources/servers");
    private static final Duration START = Duration.ofSeconds(90);

    private final Path jars = Path.of(System.getProperty("fermata.e2e.directory"), "servers");
    private final List<Process> processes = new ArrayList<>();

    /// @param key the access key id of the callers
    RealServers(String key, String secret) throws Exception {
        Tools.serverJars(PROJECT, jars);
        run("dynamodb", "com.amazonaws.services.dynamodbv2.local.main.ServerRunner", List.of("-inMemory", "-sharedDb",
                "-port", Integer.toString(OneNode.DYNAMODB_PORT)), "--enable-native-access=ALL-UNNAMED");
        run("sqs", "org.elasticmq.server.Main", List.of(), "-Dserver.port=" + OneNode.SQS_PORT,
                "-Dconfig.file=" + PROJECT.resolve("sqs/elasticmq.conf").toAbsolutePath());
        var properties = jars.resolve("s3.properties");
        Files.writeString(properties, """
                s3proxy.endpoint=http://127.0.0.1:%d
                s3proxy.authorization=aws-v4
                s3proxy.identity=%s
                s3proxy.credential=%s
                jclouds.provider=transient-nio2
                """.formatted(OneNode.S3_PORT, key, secret));
        run("s3", "org.gaul.s3proxy.Main", List.of("--properties", properties.toAbsolutePath().toString()),
                "-Dlogback.configurationFile=" + PROJECT.resolve("s3/logback.xml").toAbsolutePath());
    }

    private void run(String name, String main, List<String> arguments, String... options) throws IOException {
        var command = new ArrayList<>(List.of(Fermata.java(), "-Xmx192m", "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", jars.resolve(name).toAbsolutePath() + "/*", main));
        command.addAll(arguments);
        processes.add(new ProcessBuilder(command).directory(jars.toFile()).redirectErrorStream(true)
                .redirectOutput(log(name).toFile()).start());
    }

    private Path log(String name) {
        return jars.resolve(name + ".txt");
    }

    /// Waits until all take connections.
    void awaitReady() {
        await("dynamodb", 0, OneNode.DYNAMODB_PORT);
        await("sqs", 1, OneNode.SQS_PORT);
        await("s3", 2, OneNode.S3_PORT);
    }

    private void await(String name, int process, int port) {
        Await.until(name + " to be ready, see " + log(name), START, () -> {
            if (!processes.get(process).isAlive()) {
                throw new UncheckedIOException(new IOException(name + " ended: " + Files.readString(log(name))));
            }
            try (var _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return true;
            }
        });
    }

    @Override
    public void close() throws InterruptedException {
        processes.forEach(Process::destroy);
        for (var process : processes) {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        }
    }
}
