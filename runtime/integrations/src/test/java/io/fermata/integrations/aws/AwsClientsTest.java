// SPDX-License-Identifier: Apache-2.0
package io.fermata.integrations.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.fermata.tenancy.egress.AllowList;
import io.fermata.tenancy.egress.EgressGuard;
import io.fermata.tenancy.egress.NameResolver;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.kms.KmsClient;

/// The one case in which a request is sent again by itself.
class AwsClientsTest {

    private static final String ANSWER = "HTTP/1.1 200 OK\r\nContent-Type: application/x-amz-json-1.1\r\n"
            + "Content-Length: 2\r\n\r\n{}";

    @Test
    void sendsACallAgainWhenItsKeptConnectionWasClosed() throws Exception {
        var connections = new AtomicInteger();
        try (var server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                var clients = new AwsClients(
                        new EgressGuard(AllowList.of(List.of(), ""), NameResolver.ofTheSystem()))) {
            Thread.ofVirtual().start(() -> answerTheFirstRequestOfEachConnection(server, connections));
            var access = new AwsAccess.Answer.Ready(URI.create("http://127.0.0.1:" + server.getLocalPort()),
                    "us-east-1", "AKIATEST", "secret");
            var kms = (KmsClient) clients.client(access, "Kms");

            kms.listKeys();
            kms.listKeys();

            assertThat(connections).hasValue(2);
        }
    }

    /// Reads the second request of a connection too, and closes it without an answer.
    private static void answerTheFirstRequestOfEachConnection(ServerSocket server, AtomicInteger connections) {
        while (!server.isClosed()) {
            try (var connection = server.accept()) {
                connections.incrementAndGet();
                var in = new BufferedReader(
                        new InputStreamReader(connection.getInputStream(), StandardCharsets.ISO_8859_1));
                readRequest(in);
                answer(connection);
                if (connections.get() == 1) {
                    readRequest(in);
                }
            } catch (IOException closed) {
                return;
            }
        }
    }

    private static void answer(Socket connection) throws IOException {
        connection.getOutputStream().write(ANSWER.getBytes(StandardCharsets.US_ASCII));
        connection.getOutputStream().flush();
    }

    private static void readRequest(BufferedReader in) throws IOException {
        int length = 0;
        for (var line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
            if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                length = Integer.parseInt(line.substring(line.indexOf(':') + 1).strip());
            }
        }
        assertThat(in.skip(length)).isEqualTo(length);
    }
}
