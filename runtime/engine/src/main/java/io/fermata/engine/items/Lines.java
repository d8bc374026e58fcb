// SPDX-License-Identifier: Apache-2.0
package io.fermata.engine.items;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.io.BufferedReader;

/// Characters of a text in UTF-8, with a look at the one that follows. A byte order mark at the beginning is no part of
/// the text.
final class Lines implements AutoCloseable {

    static final int END = -1;
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final PushbackReader reader;

    Lines(InputStream in) {
        Reader text = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8), 1 << 16);
        this.reader = new PushbackReader(text, 1);
        int first = read();
        if (first != BYTE_ORDER_MARK && first != END) {
            back(first);
        }
    }

    int read() {
        try {
            return reader.read();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    int peek() {
        int next = read();
        if (next != END) {
            back(next);
        }
        return next;
    }

    private void back(int character) {
        try {
            reader.unread(character);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    @Override
    public void close() {
        try {
            reader.close();
        } catch (IOException unimportant) {
            // all that was wanted of it has been read
        }
    }
}
