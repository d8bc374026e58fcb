// SPDX-License-Identifier: Apache-2.0
package io.fermata.catalog;

import io.fermata.tenancy.TenantId;
import java.util.Optional;
import java.util.function.IntUnaryOperator;

/// Finds what qualified names stand for: `machine`, `machine:3`, `machine:alias`. Any thread, if the chance allows it.
public final class Targets {

    private static final int MOST_DIGITS = 9;

    private final StateMachines machines;
    private final Versions versions;
    private final Aliases aliases;
    private final IntUnaryOperator chance;

    /// @param chance gives a number from 0 up to, but not including, its argument; decides between the routes of an alias
    public Targets(StateMachines machines, Versions versions, Aliases aliases, IntUnaryOperator chance) {
        this.machines = machines;
        this.versions = versions;
        this.aliases = aliases;
        this.chance = chance;
    }

    /// What the name stands for now; empty if the tenant has no such machine, version or alias. An alias with two routes is
    /// asked anew each time.
    public Optional<Target> find(TenantId tenant, String name) {
        int colon = name.indexOf(':');
        if (colon < 0) {
            return machines.findKnown(tenant, name).map(machine -> new Target(machine, machine.revision(), null, null));
        }
        var qualifier = name.substring(colon + 1);
        return machines.findKnown(tenant, name.substring(0, colon)).flatMap(machine -> number(qualifier).isPresent()
                ? ofVersion(machine, number(qualifier).get(), Optional.empty())
                : aliases.find(tenant, machine.id(), qualifier).flatMap(alias -> ofVersion(machine,
                        alias.routing().choose(chance), Optional.of(alias.name()))));
    }

    private Optional<Target> ofVersion(StateMachine machine, int number, Optional<String> alias) {
        return versions.find(machine.tenant(), machine.id(), number)
                .map(version -> new Target(machine, version.revision(), number, alias.orElse(null)));
    }

    /// The number of a version as ARNs show it; empty if the text is none. No alias has such a name.
    public static Optional<Integer> number(String qualifier) {
        boolean number = !qualifier.isEmpty() && qualifier.length() <= MOST_DIGITS && qualifier.charAt(0) != '0'
                && qualifier.chars().allMatch(digit -> digit >= '0' && digit <= '9');
        return number ? Optional.of(Integer.valueOf(qualifier)) : Optional.empty();
    }
}
