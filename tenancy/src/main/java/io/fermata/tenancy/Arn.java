// SPDX-License-Identifier: Apache-2.0
package io.fermata.tenancy;

import java.util.Optional;
import java.util.UUID;

/// An Amazon resource name. A value: two names that print alike are equal.
///
/// @param partition `aws`, `aws-cn`, ...
/// @param service `states`, `events`, ...
/// @param region may be empty
/// @param account 12 digits, or empty
/// @param resource all after the fifth colon, colons included; never empty
public record Arn(String partition, String service, String region, String account, String resource) {

    private static final int PARTS = 6;

    /// Takes a name apart. Empty if it has fewer than six parts, another first part than `arn`, or an empty partition, service or resource.
    public static Optional<Arn> parse(String text) {
        String[] parts = text.split(":", PARTS);
        if (parts.length < PARTS || !parts[0].equals("arn") || parts[1].isEmpty() || parts[2].isEmpty()
                || parts[5].isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Arn(parts[1], parts[2], parts[3], parts[4], parts[5]));
    }

    public static Arn stateMachine(String region, String account, String name) {
        return states(region, account, "stateMachine:" + name);
    }

    /// A numbered version or an alias of a state machine.
    public static Arn qualified(String region, String account, String machine, String versionOrAlias) {
        return states(region, account, "stateMachine:" + machine + ":" + versionOrAlias);
    }

    /// A Standard execution.
    public static Arn execution(String region, String account, String machine, String name) {
        return states(region, account, "execution:" + machine + ":" + name);
    }

    /// An Express execution, which has a run id besides its name.
    public static Arn expressExecution(String region, String account, String machine, String name, String run) {
        return states(region, account, "express:" + machine + ":" + name + ":" + run);
    }

    public static Arn mapRun(String region, String account, String machine, String label, String run) {
        return states(region, account, "mapRun:" + machine + "/" + label + ":" + run);
    }

    public static Arn activity(String region, String account, String name) {
        return states(region, account, "activity:" + name);
    }

    /// A connection in the form of EventBridge.
    public static Arn connection(String region, String account, String name, UUID id) {
        return new Arn("aws", "events", region, account, "connection/" + name + "/" + id);
    }

    /// The first part of the resource, for example `stateMachine`.
    public String resourceType() {
        int end = endOfType();
        return end < 0 ? resource : resource.substring(0, end);
    }

    /// The resource without its type, for example the name and the qualifier of a state machine. Empty if there is only a type.
    public String resourceName() {
        int end = endOfType();
        return end < 0 ? "" : resource.substring(end + 1);
    }

    private int endOfType() {
        for (int i = 0; i < resource.length(); i++) {
            if (resource.charAt(i) == ':' || resource.charAt(i) == '/') {
                return i;
            }
        }
        return -1;
    }

    @Override
    public String toString() {
        return "arn:" + partition + ":" + service + ":" + region + ":" + account + ":" + resource;
    }

    private static Arn states(String region, String account, String resource) {
        return new Arn("aws", "states", region, account, resource);
    }
}
