// SPDX-License-Identifier: Apache-2.0
package io.fermata.tenancy.egress;

import io.fermata.tenancy.TenantId;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
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
import java.util.function.Supplier;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.DefaultClientConnectionReuseStrategy;
import org.apache.hc.client5.http.impl.DefaultConnectionKeepAliveStrategy;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.EndpointDetails;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.message.BasicHeader;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/// One HTTP exchange over a connection to a given address. A connection is kept for the tenant that it was opened for, to the
/// same scheme, name, address and port, until it was idle for [#IDLE]; without a tenant it is closed after the exchange.
final class PinnedHttp implements AutoCloseable {

    private static final Timeout CONNECT = Timeout.ofSeconds(5);
    private static final int LONGEST_HEADER_LINE = 16_384;
    private static final int MOST_HEADERS = 100;
    private static final int CONNECTIONS = 500;
    /// Shorter than common servers wait (5 s and more), so that connections seldom end while a request is on its way.
    private static final TimeValue IDLE = TimeValue.ofSeconds(4);
    private static final TimeValue CHECKED_AFTER = TimeValue.ofSeconds(1);

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
                        .setDefaultConnectionConfig(ConnectionConfig.custom().setConnectTimeout(CONNECT)
                                .setValidateAfterInactivity(CHECKED_AFTER).build())
                        .build())
                .setConnectionReuseStrategy(PinnedHttp::mayBeKept).setKeepAliveStrategy(PinnedHttp::keptFor)
                .evictIdleConnections(IDLE).disableRedirectHandling().disableAutomaticRetries()
                .disableCookieManagement().disableAuthCaching()
                .disableContentCompression().disableDefaultUserAgent().setUserAgent("Fermata").build();
    }

    /// The body is longer than the request accepts.
    static final class AnswerTooLarge extends Exception {}

    /// The whole exchange took longer than the request allows.
    static final class OutOfTime extends Exception {}

    /// @param keeper whose connection may be used, and keeps it; null for one of this exchange alone
    EgressResponse exchange(Target target, InetAddress address, EgressRequest request, List<BasicHeader> headers,
            @Nullable TenantId keeper) throws IOException, AnswerTooLarge, OutOfTime {
        Attempt attempt = new Attempt();
        ScheduledFuture<?> deadline = deadlines.schedule(attempt::end, request.timeout().toMillis(),
                TimeUnit.MILLISECONDS);
        HttpHost host = new HttpHost(target.scheme(), address, target.host(), target.port());
        try (ClassicHttpResponse response = open(host, () -> message(target, request, headers), keeper, attempt)) {
            try {
                return new EgressResponse(response.getCode(), headers(response),
                        body(response.getEntity(), request.longestAnswer()));
            } catch (AnswerTooLarge e) {
                // Without this, closing the response would read the rest.
                attempt.cancel();
                throw e;
            }
        } catch (IOException e) {
            if (attempt.late || e instanceof SocketTimeoutException) {
                throw new OutOfTime();
            }
            throw e;
        } finally {
            deadline.cancel(false);
        }
    }

    /// Sends, and waits for the beginning of the answer. A connection that was kept may have been closed meanwhile by the other
    /// side, which looks like a request that nobody took: then once more, over a new one.
    private ClassicHttpResponse open(HttpHost host, Supplier<HttpUriRequestBase> messages, @Nullable TenantId keeper,
            Attempt attempt) throws IOException {
        HttpClientContext context = HttpClientContext.create();
        context.setUserToken(keeper);
        try {
            return client.executeOpen(host, attempt.begun(messages.get()), context);
        } catch (NoHttpResponseException | SocketException e) {
            if (attempt.late || !wasUsedBefore(context)) {
                throw e;
            }
            return client.executeOpen(host, attempt.begun(messages.get()), HttpClientContext.create());
        }
    }

    /// What a deadline ends.
    private static final class Attempt {

        private volatile boolean late;
        private volatile @Nullable HttpUriRequestBase message;

        HttpUriRequestBase begun(HttpUriRequestBase next) throws SocketTimeoutException {
            message = next;
            if (late) {
                throw new SocketTimeoutException();
            }
            return next;
        }

        void end() {
            late = true;
            cancel();
        }

        void cancel() {
            HttpUriRequestBase current = message;
            if (current != null) {
                current.cancel();
            }
        }
    }

    private static HttpUriRequestBase message(Target target, EgressRequest request, List<BasicHeader> headers) {
        HttpUriRequestBase message = new HttpUriRequestBase(request.method(), URI
                .create(target.scheme() + "://" + target.host() + ":" + target.port() + target.pathAndQuery()));
        headers.forEach(message::addHeader);
        if (request.body().length > 0) {
            // The content type is a header of the request, set by the caller or not at all.
            message.setEntity(new ByteArrayEntity(request.body(), null));
        }
        Timeout timeout = Timeout.of(request.timeout());
        message.setConfig(
                RequestConfig.custom().setResponseTimeout(timeout).setConnectionRequestTimeout(timeout).build());
        return message;
    }

    /// Whether the connection had carried an exchange before this one: then its end may be older than the request.
    private static boolean wasUsedBefore(HttpClientContext context) {
        EndpointDetails details = context.getEndpointDetails();
        return details != null && details.getRequestCount() > 1;
    }

    private static boolean mayBeKept(HttpRequest request, HttpResponse response, HttpContext context) {
        return HttpClientContext.cast(context).getUserToken() != null
                && DefaultClientConnectionReuseStrategy.INSTANCE.keepAlive(request, response, context);
    }

    private static TimeValue keptFor(HttpResponse response, HttpContext context) {
        TimeValue theirs = DefaultConnectionKeepAliveStrategy.INSTANCE.getKeepAliveDuration(response, context);
        return theirs != null && TimeValue.isPositive(theirs) && theirs.compareTo(IDLE) < 0 ? theirs : IDLE;
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
