// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.jsonata;
import java.util.*;
public record References() {

    public Set<String> variables() {
        return Set.of();
    }
    public Set<String> members(String variable) {
        return Set.of();
    }
    public Set<String> bareNames() {
        return Set.of();
    }
    public boolean root() {
        return false;
    }
    public boolean context() {
        return false;
    }
}
