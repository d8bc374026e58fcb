/// JSONata: an expression parsed once to an immutable tree and evaluated over Jackson nodes, with every loop, recursion
/// and allocation charged to the bounds of its caller. It knows nothing of state machines, clocks or threads; one
/// evaluation belongs to one thread, a compiled expression to all.
///
/// The way of an expression: `Lexer`, `Parser` (and `Ancestry` when it names parents), `Expression`, `Evaluator`. The
/// functions are tables: one class for each family, joined in `Dialect`.
@NullMarked
package io.fermata.language.jsonata;

import org.jspecify.annotations.NullMarked;
