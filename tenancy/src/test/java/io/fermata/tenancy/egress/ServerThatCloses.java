// SPDX-License-Identifier: Apache-2.0
package io.fermata.tenancy.egress;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/// A server that answers so many requests of each connection, promising to keep it, reads the next one and closes without a word.
final class ServerThatCloses implements AutoCloseable {

    final AtomicInteger requests = new AtomicInteger();
    private final ServerSocket listening = new ServerSocket();
    private final int answers;

    ServerThatCloses(String address, int port, int answers) throws IOException {
        this.answers = answers;
        listening.bind(new InetSocketAddress(address, port));
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return listening.getLocalPort();
    }

    private void accept() {
        try {
            while (true) {
                var socket = listening.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            }
        } catch (SocketException closed) {
            // the end of the test
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            for (int answered = 0; read(in) && answered < answers; answered++) {
                socket.getOutputStream().write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
                        .getBytes(StandardCharsets.US_ASCII));
            }
        } catch (IOException gone) {
            // the client may close first
        }
    }

    private boolean read(BufferedReader in) throws IOException {
        var line = in.readLine();
        if (line == null) {
            return false;
        }
        requests.incrementAndGet();
        while (line != null && !line.isEmpty()) {
            line = in.readLine();
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
