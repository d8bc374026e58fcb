// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.jsonata;

import java.util.Locale;
import java.util.Random;

/// The inputs of the benchmarks: an order with as many items as fill the size.
final class Inputs {

    private static final int SEED = 7;

    private Inputs() {}

    static String states(int kilobytes) {
        var random = new Random(SEED);
        var text = new StringBuilder("""
                {"input": {"id": 4711, "customer": {"name": "Fatima Ferreira", "address": {"street": "Rua do Norte 12",
                "city": "Lisboa", "code": "1200-286"}}, "orders": [""");
        for (var i = 0; text.length() < kilobytes * 1_000; i++) {
            text.append(i == 0 ? "" : ", ").append(String.format(Locale.ROOT,
                    "{\"sku\": \"SKU-%05d\", \"price\": %.2f, \"quantity\": %d, \"open\": %b}", i,
                    random.nextDouble() * 100, random.nextInt(10), random.nextBoolean()));
        }
        return text.append("]}}").toString();
    }
}
