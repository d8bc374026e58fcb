// SPDX-License-Identifier: Apache-2.0
package io.fermata.tenancy.egress;

import java.net.InetAddress;

/// A range of IPv4 or IPv6 addresses with a common prefix of `bits` bits.
record AddressRange(InetAddress first, int bits) {

    /// Reads `10.0.0.0/8`, `fc00::/7` or a single address.
    ///
    /// @throws IllegalArgumentException if the text is neither
    static AddressRange parse(String text) {
        int slash = text.indexOf('/');
        InetAddress first = InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash));
        int width = first.getAddress().length * Byte.SIZE;
        int bits = width;
        if (slash >= 0) {
            String length = text.substring(slash + 1);
            if (!length.matches("\\d{1,3}") || Integer.parseInt(length) > width) {
                throw new IllegalArgumentException("An address range ends with / and 0 to " + width + ", not: " + text);
            }
            bits = Integer.parseInt(length);
        }
        return new AddressRange(first, bits);
    }

    boolean contains(InetAddress address) {
        byte[] mine = first.getAddress();
        byte[] other = address.getAddress();
        if (mine.length != other.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit += Byte.SIZE) {
            int mask = bits - bit >= Byte.SIZE ? 0xff : 0xff << Byte.SIZE - (bits - bit);
            if (((mine[bit / Byte.SIZE] ^ other[bit / Byte.SIZE]) & mask & 0xff) != 0) {
                return false;
            }
        }
        return true;
    }
}
