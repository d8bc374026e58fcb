// SPDX-License-Identifier: Apache-2.0
package io.fermata.engine;

/// What a journal holds: events that AWS's history shows, and notes that only the fold reads.
public sealed interface Entry permits HistoryEvent, Note {}
