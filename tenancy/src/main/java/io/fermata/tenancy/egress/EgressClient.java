// SPDX-License-Identifier: Apache-2.0
package io.fermata.tenancy.egress;

import io.fermata.tenancy.egress.EgressRefusal.NotAllowed;
import io.fermata.tenancy.egress.EgressRefusal.TimedOut;
import io.fermata.tenancy.egress.EgressRefusal.TooLarge;
import io.fermata.tenancy.egress.EgressRefusal.Unreachable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hc.core5.http.message.BasicHeader;

/// The one HTTP client for addresses that tenants chose. The name is resolved once, every address of it is checked, and the connection goes
/// to exactly the first of those, so that a name that changes its address between check and use gains nothing. No redirects, no cookies,
/// no retries, https only; what the operator listed may be inside and may be http. Blocks its thread; any virtual thread.
public final class EgressClient implements AutoCloseable {

    private static final String INSIDE = "The address is not allowed: it does not lead to the public internet. The operator can open it by fermata.egress.allow";

    private static final Set<String> OURS = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

    static {
        OURS.addAll(List.of("Host", "Content-Length", "Connection", "Transfer-Encoding", "Upgrade", "TE", "Trailer",
                "Expect", "Proxy-Authorization"));
    }

    private final AllowList allowed;
    private final NameResolver resolver;
    private final PinnedHttp http = new PinnedHttp();

    public EgressClient(AllowList allowed, NameResolver resolver) {
        this.allowed = allowed;
        this.resolver = resolver;
    }

    /// Sends the request and waits for the whole answer.
    public Egress send(EgressRequest request) {
        for (String name : request.headers().keySet()) {
            if (OURS.contains(name) || !name.matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+")) {
                return new NotAllowed("The header " + name.replaceAll("\\p{Cntrl}", "?") + " must not be set");
            }
            if (request.headers().get(name).stream().anyMatch(value -> value.chars()
                    .anyMatch(character -> character < ' ' && character != '\t' || character == 0x7f))) {
                return new NotAllowed("The header " + name + " has a control character");
            }
        }
        return switch (Target.read(request.url(), allowed)) {
            case Target.Bad bad -> bad.reason();
            case Target.Good good -> resolveAndSend(good.target(), request);
        };
    }

    @Override
    public void close() {
        http.close();
    }

    private Egress resolveAndSend(Target target, EgressRequest request) {
        List<InetAddress> addresses;
        try {
            addresses = target.isLiteral()
                    ? List.of(InetAddress.ofLiteral(target.bareHost()))
                    : resolver.resolve(target.host());
        } catch (UnknownHostException | IllegalArgumentException _) {
            return new Unreachable("The host " + target.host() + " has no address");
        }
        if (addresses.isEmpty()) {
            return new Unreachable("The host " + target.host() + " has no address");
        }
        boolean opened = target.isListed() || addresses.stream().allMatch(allowed::hasAddress);
        if (!opened) {
            if (target.isLiteral()) {
                return new NotAllowed("The address must have a host name, not an IP address");
            }
            if (!target.scheme().equals("https")) {
                return new NotAllowed("The address must begin with https://");
            }
            if (target.port() != 443) {
                return new NotAllowed("The port " + target.port()
                        + " is not allowed: only 443 is, and what the operator opened by fermata.egress.allow");
            }
            // All, not any: a name with one public and one inside address is refused, and not filtered.
            if (!addresses.stream().allMatch(address -> Addresses.isPublic(address) || allowed.hasAddress(address))) {
                return new NotAllowed(INSIDE);
            }
        }
        List<BasicHeader> headers = request.headers().entrySet().stream()
                .flatMap(header -> header.getValue().stream().map(value -> new BasicHeader(header.getKey(), value)))
                .toList();
        try {
            return http.exchange(target, addresses.getFirst(), request, headers);
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
