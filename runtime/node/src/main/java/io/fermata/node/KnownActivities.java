// SPDX-License-Identifier: Apache-2.0
package io.fermata.node;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.fermata.tenancy.TenantId;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/// Which activities there were at most a second ago, so that a loop does not ask the catalog for each task. That one is
/// missing is never remembered. A task of an activity that is deleted within that second is scheduled and then fails.
/// Thread-safe.
final class KnownActivities {

    private static final Logger log = LoggerFactory.getLogger(KnownActivities.class);
    private static final Duration STALE = Duration.ofSeconds(1);
    private static final int MOST = 10_000;

    private final Machines machines;
    private final Cache<Name, Boolean> seen = Caffeine.newBuilder().executor(Runnable::run).expireAfterWrite(STALE)
            .maximumSize(MOST).build();

    KnownActivities(Machines machines) {
        this.machines = machines;
    }

    private record Name(TenantId tenant, String arn) {}

    /// Whether there is an activity of that ARN. True while the database does not tell: the task's worker then finds out.
    boolean has(TenantId tenant, String arn) {
        var name = new Name(tenant, arn);
        if (seen.getIfPresent(name) != null) {
            return true;
        }
        try {
            boolean there = machines.activity(tenant, arn).isPresent();
            if (there) {
                seen.put(name, true);
            }
            return there;
        } catch (DataAccessException | TransactionException trouble) {
            log.warn("Could not look for an activity: tenant={}: {}", tenant.value(), trouble.getMessage());
            return true;
        }
    }
}
