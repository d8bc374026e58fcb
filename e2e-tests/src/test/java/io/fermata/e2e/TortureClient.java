// SPDX-License-Identifier: Apache-2.0
package io.fermata.e2e;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.HistoryEvent;
import software.amazon.awssdk.services.sfn.model.SfnException;

/// A client of two nodes that die: asks one, and the other when the first gives no answer. An answer of the API that says
/// no is an answer.
final class TortureClient implements AutoCloseable {

    private static final Duration PAUSE = Duration.ofMillis(100);

    private final List<SfnClient> nodes;
    private final Random random;

    TortureClient(List<Integer> ports, String key, String secret, Random random) {
        this.nodes = ports.stream().map(port -> client(port, key, secret)).toList();
        this.random = random;
    }

    private static SfnClient client(int port, String key, String secret) {
        return SfnClient.builder().endpointOverride(URI.create("http://localhost:" + port)).region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(key, secret)))
                .httpClientBuilder(ApacheHttpClient.builder().maxConnections(100)
                        .connectionTimeout(Duration.ofSeconds(2)).socketTimeout(Duration.ofSeconds(20)))
                .overrideConfiguration(override -> override.retryStrategy(AwsRetryStrategy.doNotRetry())).build();
    }

    /// An answer, and how many times none came before it.
    record Answered<T>(T answer, int unanswered) {}

    /// Asks until there is an answer.
    ///
    /// @throws SfnException when the answer says no
    <T> Answered<T> ask(Function<SfnClient, T> request, Duration atMost) {
        long end = System.nanoTime() + atMost.toNanos();
        int unanswered = 0;
        int node = random.nextInt(nodes.size());
        while (true) {
            try {
                return new Answered<>(request.apply(nodes.get(node)), unanswered);
            } catch (SfnException answer) {
                if (answer.statusCode() < 500) {
                    throw new Refused(answer, unanswered);
                }
            } catch (SdkException none) {
                if (System.nanoTime() > end) {
                    throw none;
                }
            }
            unanswered++;
            node = (node + 1) % nodes.size();
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    /// The API said no.
    static final class Refused extends RuntimeException {

        private static final long serialVersionUID = 1L;

        final String code;
        final int unanswered;

        Refused(SfnException answer, int unanswered) {
            super(answer);
            this.code = answer.awsErrorDetails().errorCode();
            this.unanswered = unanswered;
        }
    }

    List<HistoryEvent> history(String arn, Duration atMost) {
        var events = new ArrayList<HistoryEvent>();
        String[] next = {null};
        do {
            var page = ask(client -> client.getExecutionHistory(
                    request -> request.executionArn(arn).maxResults(1000).nextToken(next[0])), atMost).answer;
            events.addAll(page.events());
            next[0] = page.nextToken();
        } while (next[0] != null);
        return events;
    }

    @Override
    public void close() {
        nodes.forEach(SfnClient::close);
    }
}
