// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.jsonata;

import tools.jackson.databind.node.POJONode;

/// What an evaluation passes around that is no JSON. It is a node, so that arrays and objects can hold it; it never
/// leaves the evaluation.
abstract sealed class Internal extends POJONode permits Function, TailCall, TupleStream {

    Internal() {
        super(null);
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
