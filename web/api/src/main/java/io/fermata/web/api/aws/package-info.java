/// The AWS Step Functions API: AWS JSON 1.0 over `POST /`, signed with Signature Version 4. Called by AWS's own clients.
@NullMarked
package io.fermata.web.api.aws;

import org.jspecify.annotations.NullMarked;
