// SPDX-License-Identifier: Apache-2.0
package io.fermata.tenancy.egress;

import io.fermata.tenancy.egress.EgressRefusal.NotAllowed;
import java.net.IDN;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Pattern;

/// A checked address: where to connect, before its name is resolved.
///
/// @param host in lower case and ASCII; an IPv6 literal has brackets
/// @param isListed whether the operator's list has this host and port
record Target(String scheme, String host, int port, String pathAndQuery, boolean isListed) {

    private static final int LONGEST_URL = 8_192;
    private static final int LONGEST_HOST = 253;
    /// Whatever a lenient parser could take for a number: `127.1`, `2130706433`, `0x7f.1`, `0177.0.0.1`.
    private static final Pattern NUMBERS = Pattern.compile("(?:.*\\.)?(?:\\d+|0x[0-9a-f]*)");
    private static final Pattern IPV4 = Pattern
            .compile("(?:(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)\\.){3}(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)");

    /// Either the target or why not.
    sealed interface Reading {}

    record Good(Target target) implements Reading {}

    record Bad(NotAllowed reason) implements Reading {}

    static Reading read(String url, AllowList allowed) {
        if (url.length() > LONGEST_URL
                || url.chars().anyMatch(character -> character <= ' ' || character == '\\' || character == 0x7f)) {
            return bad("The address has more than " + LONGEST_URL
                    + " characters, or a space, a backslash or a control character");
        }
        URI uri;
        try {
            uri = new URI(url);
        } catch (URISyntaxException _) {
            return bad("The address is not a valid URL");
        }
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("https") && !scheme.equals("http")) {
            return bad("The address must begin with https://");
        }
        String authority = uri.getRawAuthority();
        if (authority == null || authority.indexOf('@') >= 0) {
            return bad(
                    authority == null ? "The address has no host" : "The address must not carry a user or a password");
        }
        if (uri.getRawFragment() != null) {
            return bad("The address must not have a fragment (#)");
        }
        return readHost(uri, scheme, authority, allowed);
    }

    private static Reading readHost(URI uri, String scheme, String authority, AllowList allowed) {
        int colon = authority.endsWith("]") ? -1 : authority.lastIndexOf(':');
        String portText = colon < 0 ? "" : authority.substring(colon + 1);
        if (colon >= 0 && (!portText.matches("\\d{1,5}") || Integer.parseInt(portText) < 1
                || Integer.parseInt(portText) > 65_535)) {
            return bad("The port of the address is not 1 to 65535");
        }
        int port = colon >= 0 ? Integer.parseInt(portText) : scheme.equals("https") ? 443 : 80;
        String written = colon < 0 ? authority : authority.substring(0, colon);
        String host;
        if (written.startsWith("[")) {
            if (uri.getHost() == null || written.indexOf('%') >= 0) {
                return bad("The address has an invalid IPv6 host");
            }
            host = written.toLowerCase(Locale.ROOT);
        } else {
            try {
                host = IDN.toASCII(written, IDN.USE_STD3_ASCII_RULES).toLowerCase(Locale.ROOT);
            } catch (IllegalArgumentException _) {
                return bad("The host of the address is not a valid name");
            }
            if (host.isEmpty() || host.length() > LONGEST_HOST || host.startsWith(".") || host.endsWith(".")
                    || host.contains("..")) {
                return bad("The host of the address is not a valid name of at most " + LONGEST_HOST + " characters");
            }
            if (NUMBERS.matcher(host).matches() && !IPV4.matcher(host).matches()) {
                return bad("The host of the address is a number in an unusual form");
            }
        }
        boolean listed = allowed.hasPlace(host, port);
        String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        return new Good(new Target(scheme, host, port,
                uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery(), listed));
    }

    boolean isLiteral() {
        return host.startsWith("[") || IPV4.matcher(host).matches();
    }

    /// The host without the brackets of an IPv6 literal.
    String bareHost() {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    private static Bad bad(String sentence) {
        return new Bad(new NotAllowed(sentence));
    }
}
