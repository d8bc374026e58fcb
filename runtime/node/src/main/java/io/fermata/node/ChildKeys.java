// SPDX-License-Identifier: Apache-2.0
package io.fermata.node;

import io.fermata.journal.MapItemTable.Startable;
import io.fermata.journal.StepCodec;
import io.fermata.tenancy.keys.KeyAbsentException;
import io.fermata.tenancy.keys.KmsRefusedException;
import io.fermata.tenancy.keys.SealingKey;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The customers' keys of children of Map Runs: children wait for theirs without standing in the way of others. Thread-safe;
/// nobody waits here for KMS.
final class ChildKeys {

    private static final Logger log = LoggerFactory.getLogger(ChildKeys.class);

    private final Storage storage;
    private final KeyWaits keys;
    private final Set<Long> withoutKey = ConcurrentHashMap.newKeySet();

    ChildKeys(Storage storage, KeyWaits keys) {
        this.storage = storage;
        this.keys = keys;
    }

    /// Numbers of Map Runs whose children cannot start before their key is there.
    Collection<Long> withoutKey() {
        return List.copyOf(withoutKey);
    }

    /// Whether a child may be started as far as keys are concerned; else its key is being fetched now, and the children of its
    /// run are left alone until then.
    ///
    /// @param then what follows when it is there
    boolean isThere(Startable child, Runnable then) {
        try {
            storage.keys().check(child.tenant(), StepCodec.keyNumber(child.input()));
            sealer(child);
            return true;
        } catch (KeyAbsentException absent) {
            if (withoutKey.add(child.mapRunNo())) {
                whenThere(absent, () -> {
                    withoutKey.remove(child.mapRunNo());
                    then.run();
                });
            }
            return false;
        }
    }

    /// What seals the data of a child now; null for the tenant's own keys.
    ///
    /// @throws KeyAbsentException when it is not in memory
    @Nullable
    SealingKey sealer(Startable child) {
        var run = storage.maps().known(child.tenant(), child.mapRunNo());
        var key = storage.machines().key(child.tenant(), run.stateMachineId(), run.revisionId());
        return key == null ? null : storage.keys().sealer(child.tenant(), key);
    }

    /// Has what was missing fetched.
    ///
    /// @param then what follows when it is there, on a thread of its own
    void whenThere(KeyAbsentException absent, Runnable then) {
        keys.await(absent, new KeyWaits.Sequel() {

            @Override
            public void there() {
                then.run();
            }

            @Override
            public void refused(KmsRefusedException refusal) {
                // it waits
            }

            @Override
            public void lost(RuntimeException defect) {
                log.error("Children of Map Runs cannot be started: tenant={}", absent.tenant().value(), defect);
            }
        });
    }
}
