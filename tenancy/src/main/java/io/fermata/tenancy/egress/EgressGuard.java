// SPDX-License-Identifier: Apache-2.0
package io.fermata.tenancy.egress;

import io.fermata.tenancy.egress.EgressRefusal.NotAllowed;
import io.fermata.tenancy.egress.EgressRefusal.Unreachable;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;

/// Judges addresses that tenants chose, before anything is sent to them. [EgressClient] asks it for each request; a client of another kind
/// asks it twice: [#refusal] for the address, and [#resolve] in place of the system's resolver, so that it connects to what was checked.
/// Any thread.
public final class EgressGuard {

    private static final String INSIDE = "The address is not allowed: it does not lead to the public internet. The operator can open it by fermata.egress.allow";

    private final AllowList allowed;
    private final NameResolver resolver;

    public EgressGuard(AllowList allowed, NameResolver resolver) {
        this.allowed = allowed;
        this.resolver = resolver;
    }

    /// Either where to connect or why not.
    sealed interface Admission {}

    /// The address may be called.
    ///
    /// @param addresses all of the host, checked; never empty
    record Open(Target target, List<InetAddress> addresses) implements Admission {}

    /// The address must not or cannot be called.
    record Shut(EgressRefusal reason) implements Admission {}

    /// Why an address must not or cannot be called; empty when it may. Resolves the name.
    public Optional<EgressRefusal> refusal(String url) {
        return switch (admit(url)) {
            case Open _ -> Optional.empty();
            case Shut(var reason) -> Optional.of(reason);
        };
    }

    /// The addresses of a host that may be called: public ones, those in a range that the operator opened, and those of a host that
    /// the operator listed with any port. Whoever asks has had the port judged by [#refusal].
    ///
    /// @throws UnknownHostException if the host has no address, or one that may not be called
    public List<InetAddress> resolve(String host) throws UnknownHostException {
        List<InetAddress> addresses = resolver.resolve(host);
        if (!allowed.hasHost(host)
                && !addresses.stream()
                        .allMatch(address -> Addresses.isPublic(address) || allowed.hasAddress(address))) {
            throw new UnknownHostException(INSIDE);
        }
        return addresses;
    }

    Admission admit(String url) {
        return switch (Target.read(url, allowed)) {
            case Target.Bad(var reason) -> new Shut(reason);
            case Target.Good(var target) -> admit(target);
        };
    }

    private Admission admit(Target target) {
        List<InetAddress> addresses;
        try {
            addresses = target.isLiteral()
                    ? List.of(InetAddress.ofLiteral(target.bareHost()))
                    : resolver.resolve(target.host());
        } catch (UnknownHostException | IllegalArgumentException _) {
            addresses = List.of();
        }
        if (addresses.isEmpty()) {
            return new Shut(new Unreachable("The host " + target.host() + " has no address"));
        }
        if (target.isListed() || addresses.stream().allMatch(allowed::hasAddress)) {
            return new Open(target, addresses);
        }
        if (target.isLiteral()) {
            return shut("The address must have a host name, not an IP address");
        }
        if (!target.scheme().equals("https")) {
            return shut("The address must begin with https://");
        }
        if (target.port() != 443) {
            return shut("The port " + target.port()
                    + " is not allowed: only 443 is, and what the operator opened by fermata.egress.allow");
        }
        // All, not any: a name with one public and one inside address is refused, and not filtered.
        return addresses.stream().allMatch(address -> Addresses.isPublic(address) || allowed.hasAddress(address))
                ? new Open(target, addresses)
                : shut(INSIDE);
    }

    private static Shut shut(String sentence) {
        return new Shut(new NotAllowed(sentence));
    }
}
