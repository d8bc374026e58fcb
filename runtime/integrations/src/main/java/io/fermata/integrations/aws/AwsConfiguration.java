// SPDX-License-Identifier: Apache-2.0
package io.fermata.integrations.aws;

import io.fermata.tenancy.TenancySettings;
import io.fermata.tenancy.Tenants;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Wires the calls of AWS services.
@Configuration(proxyBeanMethods = false)
public class AwsConfiguration {

    @Bean
    AwsAccess awsAccess(TenancySettings settings, Tenants tenants) {
        return new ConfiguredAwsAccess(settings, tenants);
    }

    @Bean(destroyMethod = "close")
    AwsCalls awsCalls(AwsAccess access) {
        return new AwsCalls(access);
    }

    @Bean
    CloudWatchLogs cloudWatchLogs(AwsCalls calls) {
        return new CloudWatchLogs(calls);
    }

    @Bean
    LambdaIntegration lambdaIntegration(AwsCalls calls) {
        return new LambdaIntegration(calls);
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
