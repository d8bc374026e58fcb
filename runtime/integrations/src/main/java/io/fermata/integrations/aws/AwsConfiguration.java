// SPDX-License-Identifier: Apache-2.0
package io.fermata.integrations.aws;

import io.fermata.integrations.function.FunctionCalls;
import io.fermata.tenancy.TenancySettings;
import io.fermata.tenancy.Tenants;
import io.fermata.tenancy.egress.EgressGuard;
import io.fermata.tenancy.keys.KeyRing;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/// Wires the calls of AWS services.
@Configuration(proxyBeanMethods = false)
public class AwsConfiguration {

    @Bean
    AwsConnections awsConnections(JdbcClient jdbc, KeyRing keys, TransactionOperations transaction,
            InstantSource clock) {
        return new AwsConnections(jdbc, keys, transaction, clock);
    }

    @Bean(destroyMethod = "close")
    AwsClients awsClients(EgressGuard guard) {
        return new AwsClients(guard);
    }

    @Bean
    AwsAccess awsAccess(AwsConnections connections, AwsClients clients, TenancySettings settings, Tenants tenants,
            InstantSource clock) {
        return new TenantAwsAccess(connections, new ConfiguredAwsAccess(settings, tenants),
                new AssumedRoles(clients, clock), tenants, settings.publicUrl());
    }

    @Bean
    AwsConnectionCheck awsConnectionCheck(AwsAccess access, AwsClients clients) {
        return new AwsConnectionCheck(access, clients);
    }

    @Bean
    AwsCalls awsCalls(AwsAccess access, AwsClients clients) {
        return new AwsCalls(access, clients);
    }

    @Bean
    AwsKms awsKms(AwsAccess access, AwsClients clients, KeyRing keys) {
        var kms = new AwsKms(access, clients);
        keys.useKms(kms);
        return kms;
    }

    @Bean
    CloudWatchLogs cloudWatchLogs(AwsCalls calls) {
        return new CloudWatchLogs(calls);
    }

    @Bean
    S3Objects s3Objects(AwsCalls calls) {
        return new S3Objects(calls);
    }

    @Bean
    LambdaIntegration lambdaIntegration(AwsCalls calls, FunctionCalls functions) {
        return new LambdaIntegration(calls, functions);
    }

    @Bean
    AwsSdkIntegration awsSdkIntegration(AwsCalls calls) {
        return new AwsSdkIntegration(calls);
    }

    @Bean
    OptimizedIntegration optimizedIntegration(AwsCalls calls) {
        return new OptimizedIntegration(calls);
    }

    @Bean
    ApiGatewayIntegration apiGatewayIntegration(AwsCalls calls) {
        return new ApiGatewayIntegration(calls);
    }
}
