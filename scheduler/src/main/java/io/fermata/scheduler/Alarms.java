// SPDX-License-Identifier: Apache-2.0
package io.fermata.scheduler;

import io.fermata.tenancy.TenantId;
import java.time.Instant;
import java.util.Date;
import org.quartz.JobBuilder;
import org.quartz.JobKey;
import org.quartz.ObjectAlreadyExistsException;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.SimpleScheduleBuilder;
import org.quartz.TriggerBuilder;
import org.quartz.TriggerKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Has Quartz wake a schedule at its next slot. One job for each schedule, in the tenant's group; one trigger for each slot,
/// named by it, so that a slot is awaited once. Joins the caller's transaction. Any thread.
final class Alarms {

    private static final Logger log = LoggerFactory.getLogger(Alarms.class);
    static final String SLOT = "slot";
    private static final String JOB = "schedule-";
    private static final String GROUP = "tenant-";

    private final Scheduler quartz;

    Alarms(Scheduler quartz) {
        this.quartz = quartz;
    }

    /// What a fired job is about.
    record Target(TenantId tenant, long scheduleId) {

        static Target of(JobKey key) {
            return new Target(new TenantId(Long.parseLong(key.getGroup().substring(GROUP.length()))),
                    Long.parseLong(key.getName().substring(JOB.length())));
        }
    }

    void set(TenantId tenant, long scheduleId, Instant slot) {
        var job = new JobKey(JOB + scheduleId, GROUP + tenant);
        var trigger = new TriggerKey(JOB + scheduleId + "@" + slot.toEpochMilli(), GROUP + tenant);
        try {
            if (!quartz.checkExists(job)) {
                quartz.addJob(JobBuilder.newJob(StartOnSchedule.class).withIdentity(job).storeDurably()
                        .requestRecovery().build(), true);
            }
            // Quartz changes a late trigger's time, so the slot travels beside it.
            quartz.scheduleJob(TriggerBuilder.newTrigger().withIdentity(trigger).forJob(job)
                    .usingJobData(SLOT, Long.toString(slot.toEpochMilli())).startAt(Date.from(slot))
                    .withSchedule(SimpleScheduleBuilder.simpleSchedule().withMisfireHandlingInstructionFireNow())
                    .build());
        } catch (ObjectAlreadyExistsException awaited) {
            log.debug("A slot is awaited already: tenant={} schedule={} slot={}", tenant, scheduleId, slot);
        } catch (SchedulerException failed) {
            throw new IllegalStateException("Quartz did not take the next slot of schedule " + scheduleId, failed);
        }
    }

    void clear(TenantId tenant, long scheduleId) {
        try {
            quartz.deleteJob(new JobKey(JOB + scheduleId, GROUP + tenant));
        } catch (SchedulerException failed) {
            throw new IllegalStateException("Quartz did not forget schedule " + scheduleId, failed);
        }
    }
}
