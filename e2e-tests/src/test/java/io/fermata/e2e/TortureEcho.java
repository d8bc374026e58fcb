// SPDX-License-Identifier: Apache-2.0
package io.fermata.e2e;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.Writer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.json.JsonMapper;

/// The outside of the torture test, a process of its own: answers HTTP tasks and Lambda calls, and writes each call with
/// its idempotency key to a file, a line each. What it answers depends on the key, so that a call that is made again is
/// answered as before: `/flaky` refuses the first two keys of an execution, `/broken` refuses all.
final class TortureEcho {

    static final int REFUSED_KEYS = 2;

    private static final JsonMapper JSON = new JsonMapper();

    private final Writer record;
    private final Map<String, Set<String>> keys = new ConcurrentHashMap<>();

    private TortureEcho(Writer record) {
        this.record = record;
    }

    /// @param arguments the port and the file
    public static void main(String[] arguments) throws IOException {
        var server = HttpServer.create(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[0])), 1000);
        var echo = new TortureEcho(Files.newBufferedWriter(Path.of(arguments[1])));
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", echo::answer);
        server.start();
        System.out.println("echo: listening on " + arguments[0]);
    }

    /// Starts it and waits until it listens.
    static Process start(int port, Path file) throws IOException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var process = new ProcessBuilder(java, "-Xmx256m", "-XX:+UseSerialGC", "-cp",
                System.getProperty("java.class.path"), TortureEcho.class.getName(), Integer.toString(port),
                file.toString()).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try (var output = process.inputReader()) {
            if (output.readLine() == null) {
                throw new IOException("the echo server did not start on port " + port);
            }
        }
        return process;
    }

    private void answer(HttpExchange exchange) throws IOException {
        var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        var path = exchange.getRequestURI().getPath();
        var key = String.valueOf(exchange.getRequestHeaders().getFirst("Idempotency-Key"));
        write(path, key, body);
        int status = status(path, key, body);
        LockSupport.parkNanos(Duration.ofMillis(Math.floorMod(key.hashCode(), 600)).toNanos());
        var bytes = (body.isEmpty() ? "{}" : body).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private int status(String path, String key, String body) {
        if (path.equals("/broken")) {
            return 500;
        }
        if (!path.equals("/flaky")) {
            return 200;
        }
        var seen = keys.computeIfAbsent(JSON.readTree(body).path("execution").stringValue(""),
                _ -> ConcurrentHashMap.newKeySet());
        synchronized (seen) {
            if (seen.size() < REFUSED_KEYS) {
                seen.add(key);
            }
            return seen.contains(key) ? 503 : 200;
        }
    }

    private synchronized void write(String path, String key, String body) throws IOException {
        var line = JSON.createObjectNode().put("path", path).put("key", key).put("body", body);
        record.write(JSON.writeValueAsString(line) + "\n");
        record.flush();
    }
}
