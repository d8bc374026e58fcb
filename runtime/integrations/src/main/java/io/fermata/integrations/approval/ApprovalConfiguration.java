// SPDX-License-Identifier: Apache-2.0
package io.fermata.integrations.approval;

import io.fermata.engine.TaskCompletion;
import io.fermata.integrations.approval.ApprovalIntegration.Invitations;
import io.fermata.tenancy.Members;
import io.fermata.tenancy.TenancySettings;
import io.fermata.tenancy.Tenants;
import io.fermata.tenancy.audit.Audit;
import io.fermata.tenancy.keys.KeyRing;
import io.fermata.tenancy.mail.Outbox;
import java.time.InstantSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/// Wires approvals. Needs the tenancy and, once a decision is to be carried out, a `TaskCompletion`.
@Configuration(proxyBeanMethods = false)
public class ApprovalConfiguration {

    @Bean
    ApprovalSeals approvalSeals(KeyRing keys) {
        return new ApprovalSeals(keys);
    }

    @Bean
    ApprovalTable approvalTable(JdbcClient jdbc, ApprovalSeals seals, InstantSource clock) {
        return new ApprovalTable(jdbc, seals, clock);
    }

    @Bean
    ApprovalLinks approvalLinks(JdbcClient jdbc, ApprovalSeals seals, InstantSource clock) {
        return new ApprovalLinks(jdbc, seals, clock);
    }

    @Bean
    ApprovalOrders approvalOrders(JdbcClient jdbc, TransactionOperations transaction, ApprovalSeals seals,
            InstantSource clock) {
        return new ApprovalOrders(jdbc, transaction, seals, clock);
    }

    @Bean
    Approvals approvals(ApprovalTable table, ApprovalLinks links, ApprovalOrders orders,
            TransactionOperations transaction, Members members, Audit audit) {
        return new Approvals(table, links, orders, transaction, members, audit);
    }

    @Bean
    Invitations approvalInvitations(ApprovalLinks links, Outbox outbox, Tenants tenants, TenancySettings settings) {
        return new Invitations(links, outbox, tenants, settings.publicUrl());
    }

    @Bean
    ApprovalIntegration approvalIntegration(ApprovalTable table, Members members, Invitations invitations,
            TransactionOperations transaction) {
        return new ApprovalIntegration(table, new Candidates(members), invitations, transaction);
    }

    @Bean(initMethod = "start", destroyMethod = "close")
    ApprovalOutbox approvalOutbox(ApprovalOrders orders, ApprovalTable table,
            ObjectProvider<TaskCompletion> completion) {
        return new ApprovalOutbox(orders, table, completion::getObject);
    }
}
