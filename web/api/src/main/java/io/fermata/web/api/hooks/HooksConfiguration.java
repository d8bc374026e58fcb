// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.api.hooks;

import io.fermata.integrations.approval.Approvals;
import io.fermata.node.Executions;
import io.fermata.scheduler.WebhookEndpoint;
import io.fermata.web.api.aws.actions.TokenGate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Wires this package. Needs the node, the approvals and the scheduler.
@Configuration(proxyBeanMethods = false)
public class HooksConfiguration {

    @Bean
    TokenGate approvalTokenGate(Executions executions, Approvals approvals) {
        return new ApprovalTokenGate(executions, approvals);
    }

    @Bean
    HookController hookController(WebhookEndpoint endpoint) {
        return new HookController(endpoint);
    }
}
