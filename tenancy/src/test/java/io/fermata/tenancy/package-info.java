/// Tests of tenants, people, access keys and the SQL gate.
@NullMarked
package io.fermata.tenancy;

import org.jspecify.annotations.NullMarked;
