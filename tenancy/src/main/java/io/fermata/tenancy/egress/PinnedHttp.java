// SPDX-License-Identifier: Apache-2.0
package io.fermata.tenancy.egress;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.message.BasicHeader;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/// One HTTP exchange over a connection to a given address. Connections are not kept, so that none is shared between tenants.
final class PinnedHttp implements AutoCloseable {

    private static final Timeout CONNECT = Timeout.ofSeconds(5);
    private static final int LONGEST_HEADER_LINE = 16_384;
    private static final int MOST_HEADERS = 100;
    private static final int CONNECTIONS = 500;

    private final CloseableHttpClient client;
    private final ScheduledExecutorService deadlines = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().name("egress-deadlines").daemon().factory());

    PinnedHttp() {
        Http1Config limits = Http1Config.custom().setMaxHeaderCount(MOST_HEADERS).setMaxLineLength(LONGEST_HEADER_LINE)
                .build();
        client = HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setDnsResolver(new NoResolver()).setMaxConnTotal(CONNECTIONS).setMaxConnPerRoute(CONNECTIONS)
                        .setConnectionFactory(ManagedHttpClientConnectionFactory.builder().http1Config(limits).build())
                        .setDefaultConnectionConfig(ConnectionConfig.custom().setConnectTimeout(CONNECT).build())
                        .build())
                .setConnectionReuseStrategy((_, _, _) -> false).disableRedirectHandling().disableAutomaticRetries()
                .disableCookieManagement().disableAuthCaching()
                .disableContentCompression().disableDefaultUserAgent().setUserAgent("Fermata").build();
    }

    /// The body is longer than the request accepts.
    static final class AnswerTooLarge extends Exception {}

    /// The whole exchange took longer than the request allows.
    static final class OutOfTime extends Exception {}

    EgressResponse exchange(Target target, InetAddress address, EgressRequest request, List<BasicHeader> headers)
            throws IOException, AnswerTooLarge, OutOfTime {
        HttpHost host = new HttpHost(target.scheme(), address, target.host(), target.port());
        HttpUriRequestBase message = new HttpUriRequestBase(request.method(), java.net.URI
                .create(target.scheme() + "://" + target.host() + ":" + target.port() + target.pathAndQuery()));
        headers.forEach(message::addHeader);
        if (request.body().length > 0) {
            // The content type is a header of the request, set by the caller or not at all.
            message.setEntity(new ByteArrayEntity(request.body(), null));
        }
        Timeout timeout = Timeout.of(request.timeout());
        message.setConfig(
                RequestConfig.custom().setResponseTimeout(timeout).setConnectionRequestTimeout(timeout).build());
        AtomicBoolean late = new AtomicBoolean();
        ScheduledFuture<?> deadline = deadlines.schedule(() -> {
            late.set(true);
            message.cancel();
        }, request.timeout().toMillis(), TimeUnit.MILLISECONDS);
        try (ClassicHttpResponse response = client.executeOpen(host, message, null)) {
            try {
                return new EgressResponse(response.getCode(), headers(response),
                        body(response.getEntity(), request.longestAnswer()));
            } catch (AnswerTooLarge e) {
                // Without this, closing the response would read the rest.
                message.cancel();
                throw e;
            }
        } catch (IOException e) {
            if (late.get() || e instanceof java.net.SocketTimeoutException) {
                throw new OutOfTime();
            }
            throw e;
        } finally {
            deadline.cancel(false);
        }
    }

    @Override
    public void close() {
        deadlines.shutdownNow();
        try {
            client.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static byte[] body(@Nullable HttpEntity entity, int longest) throws IOException, AnswerTooLarge {
        if (entity == null) {
            return new byte[0];
        }
        InputStream in = entity.getContent();
        byte[] body = in.readNBytes(longest);
        if (in.read() >= 0) {
            throw new AnswerTooLarge();
        }
        return body;
    }

    private static Map<String, List<String>> headers(ClassicHttpResponse response) {
        Map<String, List<String>> headers = new HashMap<>();
        for (Header header : response.getHeaders()) {
            headers.computeIfAbsent(header.getName().toLowerCase(Locale.ROOT), _ -> new ArrayList<>())
                    .add(header.getValue());
        }
        headers.replaceAll((_, values) -> List.copyOf(values));
        return Map.copyOf(headers);
    }

    /// Addresses come with the request. Whoever asks for a name here would go around the check.
    private static final class NoResolver implements DnsResolver {

        @Override
        public InetAddress[] resolve(String host) throws UnknownHostException {
            throw new UnknownHostException("names are resolved before the connection is made");
        }

        @Override
        public String resolveCanonicalHostname(String host) throws UnknownHostException {
            throw new UnknownHostException("names are resolved before the connection is made");
        }
    }
}
