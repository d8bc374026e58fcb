// SPDX-License-Identifier: Apache-2.0
package io.fermata.integrations.aws;

import io.fermata.engine.TaskOutcome.Failed;
import io.fermata.integrations.aws.SdkAnswer.Style;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/// How an optimized integration names its service in errors and causes. They are those of the first generation of AWS's
/// SDK (integrations.md section 3).
///
/// @param service as the SDK spells its client now
/// @param prefix of error names
/// @param label of the service in causes
/// @param unmodelled the error of an answer that has no exception of its own
record SdkDialect(String service, String prefix, String label, String unmodelled, Style style) {

    static final SdkDialect LAMBDA = of("Lambda", "Lambda", "AWSLambda");

    /// A service whose unmodelled error is called like its label.
    static SdkDialect of(String service, String prefix, String label) {
        return new SdkDialect(service, prefix, label, label + "Exception", Style.OPTIMIZED);
    }

    /// The same with another name for the unmodelled error.
    SdkDialect unmodelled(String name) {
        return new SdkDialect(service, prefix, label, name, style);
    }

    SdkDialect withEmptyLists() {
        return new SdkDialect(service, prefix, label, unmodelled, Style.OPTIMIZED_WITH_EMPTY_LISTS);
    }

    /// What a task fails with when the service refuses.
    Failed failure(AwsServiceException error) {
        return new Failed(prefix + "." + (isModelled(error) ? error.getClass().getSimpleName() : unmodelled),
                cause(error));
    }

    /// What a task fails with when there is no answer.
    Failed noAnswer(String sentence) {
        return new Failed(prefix + ".SdkClientException", sentence);
    }

    private static boolean isModelled(AwsServiceException error) {
        return error.getClass().getSuperclass() != AwsServiceException.class;
    }

    private String cause(AwsServiceException error) {
        var details = error.awsErrorDetails();
        var message = details == null ? error.getMessage() : details.errorMessage();
        var code = details == null ? null : details.errorCode();
        return message + " (Service: " + label + "; Status Code: " + error.statusCode() + "; Error Code: " + code
                + "; Request ID: " + error.requestId() + "; Proxy: null)";
    }
}
