// SPDX-License-Identifier: Apache-2.0
package io.fermata.scheduler;

import java.time.Instant;
import org.quartz.Job;
import org.quartz.JobExecutionContext;

/// The one Quartz job: a slot of a schedule is due. Made by Spring for each firing.
public final class StartOnSchedule implements Job {

    private final Slots slots;

    StartOnSchedule(Slots slots) {
        this.slots = slots;
    }

    @Override
    public void execute(JobExecutionContext context) {
        var target = Alarms.Target.of(context.getJobDetail().getKey());
        var slot = Instant.ofEpochMilli(Long.parseLong(context.getMergedJobDataMap().getString(Alarms.SLOT)));
        slots.fire(target.tenant(), target.scheduleId(), slot);
    }
}
