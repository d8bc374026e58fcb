// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.jsonata;
import java.time.Instant;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
public record Surroundings(Instant now, RandomGenerator random, Bounds bounds, LongSupplier nanos) {}
