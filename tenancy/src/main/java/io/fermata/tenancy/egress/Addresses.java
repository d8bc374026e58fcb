// SPDX-License-Identifier: Apache-2.0
package io.fermata.tenancy.egress;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The table of addresses that a tenant's request must not reach: everything that is not public unicast. From the IANA special-purpose
/// registries of IPv4 and IPv6 (RFC 6890 and its updates). Addresses that carry an IPv4 address inside are judged by that one.
final class Addresses {

    private static final List<AddressRange> BLOCKED = Stream.of(
            // this network, private, carrier-grade NAT, loopback, link-local with the metadata service
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
            // protocol assignments, documentation, 6to4 relay, private, benchmarks, multicast, reserved and broadcast
            "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24",
            "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
            // the metadata service and the resolver of other clouds
            "168.63.129.16/32", "100.100.100.200/32",
            // unspecified and loopback, discard, documentation, segment routing, unique local with fd00:ec2::254, link-local, site-local, multicast
            "::/127", "100::/64", "2001:db8::/32", "3fff::/20", "5f00::/16", "fc00::/7", "fe80::/10", "fec0::/10",
            "ff00::/8",
            // local-use NAT64, ORCHID and other protocol assignments (Teredo is judged by what it carries)
            "64:ff9b:1::/48", "2001:2::/48", "2001:10::/28", "2001:20::/28").map(AddressRange::parse).toList();

    private static final AddressRange COMPATIBLE = AddressRange.parse("::/96");
    private static final AddressRange MAPPED = AddressRange.parse("::ffff:0:0:0/96");
    private static final AddressRange NAT64 = AddressRange.parse("64:ff9b::/96");
    private static final AddressRange SIX_TO_FOUR = AddressRange.parse("2002::/16");
    private static final AddressRange TEREDO = AddressRange.parse("2001::/32");

    private Addresses() {}

    static boolean isPublic(InetAddress address) {
        if (BLOCKED.stream().anyMatch(range -> range.contains(address))) {
            return false;
        }
        if (address instanceof Inet4Address) {
            return true;
        }
        byte[] bytes = address.getAddress();
        if (TEREDO.contains(address)) {
            // A tunnel carries two: its server in the clear and its client inverted.
            return isPublic(ipv4(bytes, 4, 0)) && isPublic(ipv4(bytes, 12, 0xff));
        }
        return carried(address, bytes).map(Addresses::isPublic).orElse(true);
    }

    private static Optional<InetAddress> carried(InetAddress address, byte[] bytes) {
        if (COMPATIBLE.contains(address) || MAPPED.contains(address) || NAT64.contains(address)) {
            return Optional.of(ipv4(bytes, 12, 0));
        }
        return SIX_TO_FOUR.contains(address) ? Optional.of(ipv4(bytes, 2, 0)) : Optional.empty();
    }

    private static InetAddress ipv4(byte[] bytes, int offset, int mask) {
        byte[] four = new byte[4];
        for (int i = 0; i < four.length; i++) {
            four[i] = (byte) (bytes[offset + i] ^ mask);
        }
        try {
            return InetAddress.getByAddress(four);
        } catch (java.net.UnknownHostException e) {
            throw new IllegalStateException("Four bytes are an address", e);
        }
    }
}
