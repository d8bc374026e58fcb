// SPDX-License-Identifier: Apache-2.0
package io.fermata.start;

import java.lang.reflect.InvocationTargetException;

/// The first class of the jar. Compiled for Java 17, so that an older JDK than Fermata needs gets a sentence and not a
/// class file error.
public final class Start {

    private static final int NEEDED = 25;
    private static final int EXIT_WRONG_JDK = 2;

    private Start() {}

    public static void main(String[] args) throws ReflectiveOperationException {
        int found = Runtime.version().feature();
        if (found < NEEDED) {
            System.err.println("Fermata needs JDK " + NEEDED + "; found " + found + " at "
                    + System.getProperty("java.home") + ". Start it with a newer java.");
            System.exit(EXIT_WRONG_JDK);
        }
        try {
            Class.forName("io.fermata.app.Fermata").getMethod("main", String[].class).invoke(null, (Object) args);
        } catch (InvocationTargetException failed) {
            if (failed.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw failed;
        }
    }
}
