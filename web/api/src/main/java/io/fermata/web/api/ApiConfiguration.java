// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.api;

import io.fermata.catalog.Catalog;
import io.fermata.node.ActivityWorkers;
import io.fermata.node.Executions;
import io.fermata.node.TestRuns;
import io.fermata.tenancy.AccessKeys;
import io.fermata.tenancy.TenancySettings;
import io.fermata.tenancy.keys.KeyRing;
import io.fermata.web.api.aws.Action;
import io.fermata.web.api.aws.AwsJsonFilter;
import io.fermata.web.api.aws.Cursors;
import io.fermata.web.api.aws.Operations;
import io.fermata.web.api.aws.SfnTasks;
import io.fermata.web.api.aws.actions.CreateActivity;
import io.fermata.web.api.aws.actions.CreateStateMachine;
import io.fermata.web.api.aws.actions.CreateStateMachineAlias;
import io.fermata.web.api.aws.actions.DeleteActivity;
import io.fermata.web.api.aws.actions.DeleteStateMachine;
import io.fermata.web.api.aws.actions.DeleteStateMachineAlias;
import io.fermata.web.api.aws.actions.DeleteStateMachineVersion;
import io.fermata.web.api.aws.actions.DescribeActivity;
import io.fermata.web.api.aws.actions.DescribeExecution;
import io.fermata.web.api.aws.actions.DescribeMapRun;
import io.fermata.web.api.aws.actions.DescribeStateMachine;
import io.fermata.web.api.aws.actions.DescribeStateMachineAlias;
import io.fermata.web.api.aws.actions.DescribeStateMachineForExecution;
import io.fermata.web.api.aws.actions.GetActivityTask;
import io.fermata.web.api.aws.actions.GetExecutionHistory;
import io.fermata.web.api.aws.actions.ListActivities;
import io.fermata.web.api.aws.actions.ListExecutions;
import io.fermata.web.api.aws.actions.ListMapRuns;
import io.fermata.web.api.aws.actions.ListStateMachineAliases;
import io.fermata.web.api.aws.actions.ListStateMachineVersions;
import io.fermata.web.api.aws.actions.ListStateMachines;
import io.fermata.web.api.aws.actions.ListTagsForResource;
import io.fermata.web.api.aws.actions.PublishStateMachineVersion;
import io.fermata.web.api.aws.actions.Resources;
import io.fermata.web.api.aws.actions.RedriveExecution;
import io.fermata.web.api.aws.actions.SendTaskFailure;
import io.fermata.web.api.aws.actions.SendTaskHeartbeat;
import io.fermata.web.api.aws.actions.SendTaskSuccess;
import io.fermata.web.api.aws.actions.StartExecution;
import io.fermata.web.api.aws.actions.StartSyncExecution;
import io.fermata.web.api.aws.actions.StopExecution;
import io.fermata.web.api.aws.actions.TagResource;
import io.fermata.web.api.aws.actions.TestState;
import io.fermata.web.api.aws.actions.TokenGate;
import io.fermata.web.api.aws.actions.UntagResource;
import io.fermata.web.api.aws.actions.UpdateMapRun;
import io.fermata.web.api.aws.actions.UpdateStateMachine;
import io.fermata.web.api.aws.actions.UpdateStateMachineAlias;
import io.fermata.web.api.aws.actions.ValidateStateMachineDefinition;
import java.time.InstantSource;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;

/// Wires the AWS API: the list of its operations, and the filter that serves them ahead of everything else.
@Configuration(proxyBeanMethods = false)
public class ApiConfiguration {

    /// All operations that this Fermata answers.
    static List<Action> actions(Resources resources, Cursors cursors, ActivityWorkers workers, Executions executions,
            TokenGate gate, TestRuns tests) {
        return List.of(new CreateStateMachine(resources), new DescribeStateMachine(resources),
                new DescribeStateMachineForExecution(resources),
                new UpdateStateMachine(resources), new DeleteStateMachine(resources),
                new ListStateMachines(resources, cursors), new StartExecution(resources),
                new DescribeExecution(resources), new ListExecutions(resources, cursors), new StopExecution(resources),
                new RedriveExecution(resources),
                new GetExecutionHistory(resources, cursors), new SendTaskSuccess(executions, gate),
                new SendTaskFailure(executions, gate), new SendTaskHeartbeat(executions, gate),
                new CreateActivity(resources), new DescribeActivity(resources), new ListActivities(resources, cursors),
                new DeleteActivity(resources), new GetActivityTask(resources, workers),
                new ValidateStateMachineDefinition(), new TagResource(resources), new UntagResource(resources),
                new ListTagsForResource(resources), new PublishStateMachineVersion(resources),
                new ListStateMachineVersions(resources, cursors), new DeleteStateMachineVersion(resources),
                new CreateStateMachineAlias(resources), new DescribeStateMachineAlias(resources),
                new UpdateStateMachineAlias(resources), new DeleteStateMachineAlias(resources),
                new ListStateMachineAliases(resources, cursors), new StartSyncExecution(resources),
                new ListMapRuns(resources, cursors), new DescribeMapRun(resources),
                new UpdateMapRun(resources),
                new TestState(tests));
    }

    @Bean
    Resources apiResources(Catalog catalog, Executions executions) {
        return new Resources(catalog, executions);
    }

    @Bean
    Cursors cursors(KeyRing keys) {
        return new Cursors(keys);
    }

    @Bean
    Operations operations(Resources resources, Cursors cursors, ActivityWorkers workers, Executions executions,
            TokenGate gate, TestRuns tests) {
        return new Operations(actions(resources, cursors, workers, executions, gate, tests));
    }

    /// The operations use the node, which uses this: it asks for them when it makes a call.
    @Bean
    SfnTasks sfnTasks(ObjectProvider<Operations> operations) {
        return new SfnTasks(operations::getObject);
    }

    @Bean
    FilterRegistrationBean<AwsJsonFilter> awsJsonFilter(Operations operations, AccessKeys keys,
            TenancySettings settings, InstantSource clock) {
        var filter = new AwsJsonFilter(operations, keys, clock, settings.region());
        var registration = new FilterRegistrationBean<>(filter);
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
        registration.addUrlPatterns("/*");
        return registration;
    }
}
