/// The operations of the AWS Step Functions API, one class each, named as AWS names them. Called by the protocol filter.
@NullMarked
package io.fermata.web.api.aws.actions;

import org.jspecify.annotations.NullMarked;
