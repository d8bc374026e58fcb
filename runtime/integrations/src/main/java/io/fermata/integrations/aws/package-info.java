/// Calls of AWS services through the SDK, generically, and Lambda functions in the shapes of Step Functions.
/// Called by the node.
@NullMarked
package io.fermata.integrations.aws;

import org.jspecify.annotations.NullMarked;
