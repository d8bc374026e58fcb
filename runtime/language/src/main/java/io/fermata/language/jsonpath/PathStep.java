// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.jsonpath;

/// One step of a path that names a single node.
sealed interface PathStep {

    /// A member of an object.
    record Member(String name) implements PathStep {

        @Override
        public String toString() {
            return "['" + name + "']";
        }
    }

    /// An element of an array; a negative index counts from the end.
    record Element(int index) implements PathStep {

        @Override
        public String toString() {
            return "[" + index + "]";
        }
    }
}
