// SPDX-License-Identifier: Apache-2.0
package io.fermata.tenancy.egress;

/// What came of a request: an answer of the other side, or the reason why there is none.
public sealed interface Egress permits EgressResponse, EgressRefusal {}
