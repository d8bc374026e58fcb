// SPDX-License-Identifier: Apache-2.0
package io.fermata.tenancy.egress;

import java.net.InetAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// What the operator opened: hosts with a port, and ranges of addresses. Tenants cannot change it. A value.
public final class AllowList {

    private final Set<String> places;
    private final List<AddressRange> ranges;

    private AllowList(Set<String> places, List<AddressRange> ranges) {
        this.places = Set.copyOf(places);
        this.ranges = List.copyOf(ranges);
    }

    /// Reads the entries of `fermata.egress.allow`, and the AWS endpoint of the operator, if it is not empty.
    ///
    /// @throws IllegalArgumentException if an entry is neither `host:port` nor an address range; the message repeats the entry
    public static AllowList of(List<String> entries, String awsEndpoint) {
        Set<String> places = new HashSet<>();
        List<AddressRange> ranges = new ArrayList<>();
        for (String entry : entries) {
            String text = entry.strip().toLowerCase(Locale.ROOT);
            if (text.matches("(\\d{1,3}\\.){3}\\d{1,3}(/\\d+)?|[0-9a-f:]*:[0-9a-f:.]*:[0-9a-f:.]*(/\\d+)?")) {
                ranges.add(AddressRange.parse(text));
            } else if (text.matches("([a-z0-9._-]+|\\[[0-9a-f:.]+]):\\d{1,5}")) {
                places.add(text);
            } else {
                throw new IllegalArgumentException(
                        "An entry of fermata.egress.allow is host:port or an address range such as 10.1.0.0/16, not: "
                                + entry);
            }
        }
        // AWS's own addresses are public and need no opening
        if (!awsEndpoint.isBlank() && !awsEndpoint.strip().equals("aws")) {
            URI endpoint = URI.create(awsEndpoint.strip());
            if (endpoint.getHost() == null || endpoint.getScheme() == null) {
                throw new IllegalArgumentException(
                        "The AWS endpoint has the form http://host:port, or is aws; not: " + awsEndpoint);
            }
            int port = endpoint.getPort() >= 0 ? endpoint.getPort() : endpoint.getScheme().equals("https") ? 443 : 80;
            places.add(endpoint.getHost().toLowerCase(Locale.ROOT) + ":" + port);
        }
        return new AllowList(places, ranges);
    }

    boolean hasPlace(String host, int port) {
        return places.contains(host + ":" + port);
    }

    /// Whether the host is open at any port.
    boolean hasHost(String host) {
        var name = host.toLowerCase(Locale.ROOT);
        return places.stream().anyMatch(place -> place.substring(0, place.lastIndexOf(':')).equals(name));
    }

    boolean hasAddress(InetAddress address) {
        return ranges.stream().anyMatch(range -> range.contains(address));
    }
}
