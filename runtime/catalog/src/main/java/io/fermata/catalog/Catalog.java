// SPDX-License-Identifier: Apache-2.0
package io.fermata.catalog;

/// All that this module stores, as one argument for those who read and change much of it. Any thread.
public record Catalog(StateMachines machines, Definitions definitions, Versions versions, Aliases aliases,
        Targets targets, Activities activities, Tags tags) {}
