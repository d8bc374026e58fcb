// SPDX-License-Identifier: Apache-2.0
package io.fermata.integrations;

import io.fermata.integrations.approval.ApprovalConfiguration;
import io.fermata.integrations.aws.AwsConfiguration;
import io.fermata.integrations.connection.ConnectionCheck;
import io.fermata.integrations.connection.Connections;
import io.fermata.integrations.connection.OAuthTokens;
import io.fermata.integrations.email.EmailIntegration;
import io.fermata.integrations.function.FunctionCalls;
import io.fermata.integrations.function.FunctionTrial;
import io.fermata.integrations.function.Functions;
import io.fermata.integrations.http.HttpIntegration;
import io.fermata.tenancy.TenancySettings;
import io.fermata.tenancy.Tenants;
import io.fermata.tenancy.egress.EgressClient;
import io.fermata.tenancy.egress.EgressGuard;
import io.fermata.tenancy.keys.KeyRing;
import io.fermata.tenancy.mail.Outbox;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/// Wires this module. Needs the tenancy's beans, and the node's `TaskCompletion` once people decide.
@Configuration(proxyBeanMethods = false)
@Import({ApprovalConfiguration.class, AwsConfiguration.class})
public class IntegrationsConfiguration {

    @Bean
    Connections connections(JdbcClient jdbc, KeyRing keys, Tenants tenants, TenancySettings settings,
            InstantSource clock) {
        return new Connections(jdbc, keys, tenants, settings, clock);
    }

    @Bean
    Functions functions(JdbcClient jdbc, KeyRing keys, InstantSource clock) {
        return new Functions(jdbc, keys, clock);
    }

    @Bean
    FunctionCalls functionCalls(Functions functions, EgressClient egress, InstantSource clock) {
        return new FunctionCalls(functions, egress, clock);
    }

    @Bean
    FunctionTrial functionTrial(FunctionCalls calls) {
        return new FunctionTrial(calls);
    }

    @Bean
    EmailIntegration emailIntegration(Outbox outbox, TransactionOperations transaction, KeyRing keys) {
        return new EmailIntegration(outbox, transaction, keys);
    }

    @Bean
    OAuthTokens oAuthTokens(EgressClient egress, InstantSource clock) {
        return new OAuthTokens(egress, clock);
    }

    @Bean
    ConnectionCheck connectionCheck(Connections connections, OAuthTokens tokens, EgressGuard guard) {
        return new ConnectionCheck(connections, tokens, guard);
    }

    @Bean
    HttpIntegration httpIntegration(Connections connections, OAuthTokens tokens, EgressClient egress,
            TenancySettings settings) {
        return new HttpIntegration(connections, tokens, egress, settings.region());
    }
}
