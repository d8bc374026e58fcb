// SPDX-License-Identifier: Apache-2.0
package io.fermata.tenancy.egress;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/// Turns a host name into its addresses. Called once for a request.
@FunctionalInterface
public interface NameResolver {

    /// @throws UnknownHostException if the name has no address
    List<InetAddress> resolve(String host) throws UnknownHostException;

    /// The resolver of this machine.
    static NameResolver ofTheSystem() {
        return host -> List.of(InetAddress.getAllByName(host));
    }
}
