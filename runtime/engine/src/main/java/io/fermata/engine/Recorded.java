// SPDX-License-Identifier: Apache-2.0
package io.fermata.engine;

import java.time.Instant;

/// An entry in its place.
///
/// @param id the public event id, contiguous from 1; 0 for a note
/// @param previousId the event this one follows in its own thread of control; 0 for none
/// @param at when it happened, to the microsecond
/// @param frame number of the frame it belongs to, 0 for the execution itself; never shown outside
public record Recorded(long id, long previousId, Instant at, int frame, Entry entry) {}
