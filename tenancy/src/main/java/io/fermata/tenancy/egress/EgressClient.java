// SPDX-License-Identifier: Apache-2.0
package io.fermata.tenancy.egress;

import io.fermata.tenancy.egress.EgressRefusal.NotAllowed;
import io.fermata.tenancy.egress.EgressRefusal.TimedOut;
import io.fermata.tenancy.egress.EgressRefusal.TooLarge;
import io.fermata.tenancy.egress.EgressRefusal.Unreachable;
import io.fermata.tenancy.TenantId;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.hc.core5.http.message.BasicHeader;
import org.jspecify.annotations.Nullable;

/// The one HTTP client for addresses that tenants chose. The name is resolved once, every address of it is checked, and the connection goes
/// to exactly the first of those, so that a name that changes its address between check and use gains nothing. No redirects, no cookies,
/// https only; what the operator listed may be inside and may be http. Blocks its thread; any virtual thread.
public final class EgressClient implements AutoCloseable {

    private static final Set<String> OURS = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

    static {
        OURS.addAll(List.of("Host", "Content-Length", "Connection", "Transfer-Encoding", "Upgrade", "TE", "Trailer",
                "Expect", "Proxy-Authorization"));
    }

    private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

    private final EgressGuard guard;
    private final PinnedHttp http = new PinnedHttp();

    public EgressClient(AllowList allowed, NameResolver resolver) {
        this(new EgressGuard(allowed, resolver));
    }

    public EgressClient(EgressGuard guard) {
        this.guard = guard;
    }

    /// Sends the request, once, over a connection of its own, and waits for the whole answer.
    public Egress send(EgressRequest request) {
        return admitted(request, null);
    }

    /// Sends a request that may arrive twice, because it carries an idempotency key, and waits for the whole answer. It goes over a
    /// connection that an earlier request of the same tenant left open, if there is one to the same place and the same checked address.
    /// When such a connection turns out to be closed before any answer, the request goes once more over a new one.
    public Egress send(TenantId tenant, EgressRequest request) {
        return admitted(request, tenant);
    }

    private Egress admitted(EgressRequest request, @Nullable TenantId keeper) {
        for (String name : request.headers().keySet()) {
            if (OURS.contains(name) || !NAME.matcher(name).matches()) {
                return new NotAllowed("The header " + name.replaceAll("\\p{Cntrl}", "?") + " must not be set");
            }
            if (request.headers().get(name).stream().anyMatch(value -> value.chars()
                    .anyMatch(character -> character < ' ' && character != '\t' || character == 0x7f))) {
                return new NotAllowed("The header " + name + " has a control character");
            }
        }
        return switch (guard.admit(request.url())) {
            case EgressGuard.Shut(var reason) -> reason;
            case EgressGuard.Open(var target, var addresses) -> exchange(target, addresses.getFirst(), request, keeper);
        };
    }

    @Override
    public void close() {
        http.close();
    }

    private Egress exchange(Target target, InetAddress address, EgressRequest request, @Nullable TenantId keeper) {
        List<BasicHeader> headers = request.headers().entrySet().stream()
                .flatMap(header -> header.getValue().stream().map(value -> new BasicHeader(header.getKey(), value)))
                .toList();
        try {
            return http.exchange(target, address, request, headers, keeper);
        } catch (PinnedHttp.AnswerTooLarge _) {
            return new TooLarge(
                    "The answer of " + target.host() + " is longer than " + request.longestAnswer() + " bytes");
        } catch (PinnedHttp.OutOfTime _) {
            return new TimedOut("The host " + target.host() + " gave no complete answer within "
                    + request.timeout().toMillis() + " ms");
        } catch (IOException e) {
            return new Unreachable("The exchange with " + target.host() + " failed: " + e.getClass().getSimpleName());
        }
    }
}
