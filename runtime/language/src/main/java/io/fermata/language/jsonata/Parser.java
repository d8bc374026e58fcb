// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.jsonata;

import io.fermata.language.jsonata.Expression.ArrayConstructor;
import io.fermata.language.jsonata.Expression.Literal;
import io.fermata.language.jsonata.Expression.Variable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.DoubleNode;

/// Reads a text to its tree, by operator precedence: each symbol knows what it means where a value is expected and what
/// behind one. Refuses what is nested too deep before its own recursion or that of the evaluation could hurt. Used once.
final class Parser {

    /// Brackets inside each other.
    static final int MAX_NESTING = 100;

    /// Parts inside each other, operators included, as in `1+1+1`.
    private static final int MAX_HEIGHT = 400;

    private static final int UNARY = 70;

    /// How tightly a symbol binds to the value on its left; others end the expression.
    private static final Map<String, Integer> BINDING = Map.ofEntries(Map.entry(".", 75), Map.entry("[", 80),
            Map.entry("{", 70), Map.entry("(", 80), Map.entry("@", 80), Map.entry("#", 80), Map.entry("?", 20),
            Map.entry("+", 50), Map.entry("-", 50), Map.entry("*", 60), Map.entry("/", 60), Map.entry("%", 60),
            Map.entry("=", 40), Map.entry("<", 40), Map.entry(">", 40), Map.entry("^", 40), Map.entry(":=", 10),
            Map.entry("!=", 40), Map.entry("<=", 40), Map.entry(">=", 40), Map.entry("~>", 40), Map.entry("?:", 40),
            Map.entry("??", 40), Map.entry("and", 30), Map.entry("or", 25), Map.entry("in", 40), Map.entry("&", 50));

    private final Lexer lexer;
    private Token token;
    private int brackets;
    private int recursion;
    private int tallest;
    private int parents;
    private boolean computes;
    private @Nullable JsonataException senseless;

    private Parser(String text) {
        this.lexer = new Lexer(text);
        this.token = lexer.next(true);
    }

    /// What a text compiles to.
    ///
    /// @param computes whether it can make a fraction, a function or a sequence in an array, which the end of an evaluation
    /// has to look for
    record Parsed(Expression expression, boolean computes) {}

    static Parsed parse(String text) {
        var parser = new Parser(text);
        var expression = parser.expression(0);
        if (parser.token.kind() != Token.Kind.END) {
            throw Fault.S0201.at(parser.token.start(), parser.token.text());
        }
        if (parser.senseless != null) {
            throw parser.senseless;
        }
        if (parser.parents > 0) {
            expression = Ancestry.resolve(expression);
        }
        return new Parsed(expression, parser.computes);
    }

    private Expression expression(int minimum) {
        var outer = tallest;
        tallest = 0;
        check(++recursion, MAX_HEIGHT);
        var first = token;
        advance(first.kind() == Token.Kind.OPERATOR && !"*%**".contains(first.text()));
        var left = value(first);
        while (token.kind() == Token.Kind.OPERATOR && BINDING.getOrDefault(token.text(), 0) > minimum) {
            check(++tallest, MAX_HEIGHT);
            var operator = token;
            advance(true);
            left = behind(left, operator);
        }
        tallest = Math.max(outer, tallest + 1);
        recursion--;
        return left;
    }

    private static void check(int depth, int max) {
        if (depth > max) {
            throw new JsonataException(null, "The expression is nested too deeply: more than {0} levels",
                    List.of(Integer.toString(max)), -1, null);
        }
    }

    /// What a symbol means where a value is expected.
    private Expression value(Token first) {
        return switch (first.kind()) {
            case NAME -> name(first);
            case VARIABLE -> new Variable(first.text());
            case STRING, VALUE -> new Literal(first.value());
            case NUMBER -> {
                computes |= first.value() instanceof DoubleNode;
                yield new Literal(first.value());
            }
            case REGEX -> {
                computes = true;
                yield new Expression.RegexLiteral(new Function.Regex(
                        RegularExpression.parse(first.text(), first.start())));
            }
            case END -> throw Fault.S0207.at(first.start(), null);
            case OPERATOR -> switch (first.text()) {
                case "and", "or", "in" -> name(first);
                case "*" -> new Expression.Wildcard();
                case "**" -> new Expression.Descendants();
                case "%" -> new Expression.Parent("!" + parents++, first.start());
                case "-" -> negation(expression(UNARY), first);
                case "(" -> block();
                case "[" -> array();
                case "{" -> new Expression.ObjectConstructor(pairs(first));
                case "|" -> transform(first);
                default -> throw Fault.S0211.at(first.start(), first.text());
            };
        };
    }

    private static Expression name(Token token) {
        return Expression.Path.of(Expression.Step.of(new Expression.Name(token.text())));
    }

    private Expression negation(Expression operand, Token minus) {
        computes = true;
        if (operand instanceof Literal(var value) && value.isNumber()) {
            return new Literal(Numeric.isLong(value)
                    ? Numeric.node(-value.longValue())
                    : Numeric.node(-Numeric.of(value)));
        }
        return new Expression.Negation(operand, minus.start());
    }

    /// What a symbol means behind a value.
    private Expression behind(Expression left, Token operator) {
        var place = operator.start();
        return switch (operator.text()) {
            case "." -> {
                var right = expression(75);
                yield shaped(left, () -> Paths.step(left, right, place));
            }
            case "[" -> predicate(left, place);
            case "{" -> {
                var group = pairs(operator);
                yield shaped(left, () -> Paths.group(left, group));
            }
            case "(" -> call(left, operator);
            case "@" -> {
                var name = variable(operator);
                yield shaped(left, () -> Paths.focus(left, name, place));
            }
            case "#" -> Paths.index(left, variable(operator));
            case "^" -> Paths.sort(left, terms(), place);
            case "?" -> condition(left);
            case "?:" -> new Expression.Default(left, expression(0));
            case "??" -> new Expression.Coalescing(left, expression(0));
            case ":=" -> assignment(left, place);
            case "~>" -> new Expression.Apply(left, expression(40), place);
            default -> binary(left, operator, expression(BINDING.getOrDefault(operator.text(), 0)));
        };
    }

    /// A path that the text asks for. What makes no sense as one is told only when the rest of the text can be read.
    private Expression shaped(Expression left, Supplier<Expression> path) {
        try {
            return path.get();
        } catch (JsonataException e) {
            senseless = senseless == null ? e : senseless;
            return left;
        }
    }

    private Expression binary(Expression left, Token operator, Expression right) {
        var place = operator.start();
        return switch (operator.text()) {
            case "+" -> arithmetic(Expression.Arithmetic.Operator.ADD, left, right, place);
            case "-" -> arithmetic(Expression.Arithmetic.Operator.SUBTRACT, left, right, place);
            case "*" -> arithmetic(Expression.Arithmetic.Operator.MULTIPLY, left, right, place);
            case "/" -> arithmetic(Expression.Arithmetic.Operator.DIVIDE, left, right, place);
            case "%" -> arithmetic(Expression.Arithmetic.Operator.REMAINDER, left, right, place);
            case "<" -> comparison(Expression.Comparison.Operator.LESS, left, right, place);
            case "<=" -> comparison(Expression.Comparison.Operator.AT_MOST, left, right, place);
            case ">" -> comparison(Expression.Comparison.Operator.GREATER, left, right, place);
            case ">=" -> comparison(Expression.Comparison.Operator.AT_LEAST, left, right, place);
            case "=" -> new Expression.Equality(true, left, right);
            case "!=" -> new Expression.Equality(false, left, right);
            case "in" -> new Expression.Membership(left, right);
            case "and" -> new Expression.And(left, right);
            case "or" -> new Expression.Or(left, right);
            case "&" -> new Expression.Concatenation(left, right);
            default -> throw Fault.S0201.at(place, operator.text());
        };
    }

    private Expression arithmetic(Expression.Arithmetic.Operator operator, Expression left, Expression right,
            int place) {
        computes = true;
        return new Expression.Arithmetic(operator, left, right, place);
    }

    private static Expression comparison(Expression.Comparison.Operator operator, Expression left, Expression right,
            int place) {
        return new Expression.Comparison(operator, left, right, place);
    }

    private Expression block() {
        check(++brackets, MAX_NESTING);
        var expressions = new ArrayList<Expression>();
        while (!token.is(")")) {
            expressions.add(expression(0));
            if (!token.is(";")) {
                break;
            }
            advance(true);
        }
        close(")");
        return new Expression.Block(List.copyOf(expressions));
    }

    private Expression array() {
        computes = true;
        check(++brackets, MAX_NESTING);
        var items = new ArrayList<Expression>();
        if (!token.is("]")) {
            items.add(item());
            while (token.is(",")) {
                advance(true);
                items.add(item());
            }
        }
        close("]");
        return new ArrayConstructor(List.copyOf(items), false);
    }

    private Expression item() {
        var first = expression(0);
        if (!token.is("..")) {
            return first;
        }
        var place = token.start();
        advance(true);
        return new Expression.Range(first, expression(0), place);
    }

    private Expression.Group pairs(Token opening) {
        computes = true;
        check(++brackets, MAX_NESTING);
        var pairs = new ArrayList<Expression.Pair>();
        if (!token.is("}")) {
            pairs.add(pair());
            while (token.is(",")) {
                advance(true);
                pairs.add(pair());
            }
        }
        close("}");
        return new Expression.Group(List.copyOf(pairs), opening.start());
    }

    private Expression.Pair pair() {
        var key = expression(0);
        expect(":", true);
        return new Expression.Pair(key, expression(0));
    }

    private Expression transform(Token bar) {
        computes = true;
        check(++brackets, MAX_NESTING);
        var pattern = expression(0);
        expect("|", true);
        var update = expression(0);
        Expression delete = null;
        if (token.is(",")) {
            advance(true);
            delete = expression(0);
        }
        close("|");
        return new Expression.Transform(pattern, update, delete, bar.start());
    }

    private Expression predicate(Expression left, int place) {
        if (token.is("]")) {
            advance(false);
            return Paths.kept(left);
        }
        check(++brackets, MAX_NESTING);
        var predicate = expression(0);
        close("]");
        return shaped(left, () -> Paths.predicate(left, predicate, place));
    }

    private List<Expression.Term> terms() {
        expect("(", true);
        check(++brackets, MAX_NESTING);
        var terms = new ArrayList<Expression.Term>();
        terms.add(term());
        while (token.is(",")) {
            advance(true);
            terms.add(term());
        }
        close(")");
        return List.copyOf(terms);
    }

    private Expression.Term term() {
        var descending = token.is(">");
        if (descending || token.is("<")) {
            advance(true);
        }
        return new Expression.Term(expression(0), descending);
    }

    private Expression condition(Expression test) {
        var then = expression(0);
        if (!token.is(":")) {
            return new Expression.Condition(test, then, null);
        }
        advance(true);
        return new Expression.Condition(test, then, expression(0));
    }

    private Expression assignment(Expression left, int place) {
        if (!(left instanceof Variable(var name))) {
            throw Fault.S0212.at(place, ":=");
        }
        return new Expression.Assignment(name, expression(9));
    }

    private String variable(Token operator) {
        if (expression(80) instanceof Variable(var name)) {
            return name;
        }
        throw Fault.S0214.at(operator.start(), operator.text());
    }

    private Expression call(Expression procedure, Token opening) {
        computes = true;
        check(++brackets, MAX_NESTING);
        var arguments = new ArrayList<@Nullable Expression>();
        var partial = false;
        if (!token.is(")")) {
            do {
                if (!arguments.isEmpty()) {
                    advance(true);
                }
                if (token.is("?")) {
                    partial = true;
                    advance(false);
                    arguments.add(null);
                } else {
                    arguments.add(expression(0));
                }
            } while (token.is(","));
        }
        close(")");
        if (procedure instanceof Expression.Path path
                && ("function".equals(path.bareName()) || "λ".equals(path.bareName()))) {
            return definition(arguments, opening);
        }
        if (partial) {
            return new Expression.PartialCall(procedure, arguments, opening.start());
        }
        var given = new ArrayList<Expression>();
        for (var argument : arguments) {
            if (argument != null) {
                given.add(argument);
            }
        }
        return new Expression.Call(procedure, List.copyOf(given), false, opening.start());
    }

    private Expression definition(List<@Nullable Expression> arguments, Token opening) {
        var parameters = new ArrayList<String>();
        for (var argument : arguments) {
            if (!(argument instanceof Variable(var name))) {
                throw Fault.S0208.at(opening.start(), "function", parameters.size() + 1);
            }
            parameters.add(name);
        }
        Signature signature = null;
        if (token.is("<")) {
            signature = Signature.parse(lexer.signature(token));
            advance(false);
        }
        expect("{", true);
        check(++brackets, MAX_NESTING);
        var body = expression(0);
        close("}");
        return new Expression.Definition(List.copyOf(parameters), signature, Paths.tail(body));
    }

    private void close(String symbol) {
        expect(symbol, false);
        brackets--;
    }

    private void expect(String symbol, boolean operand) {
        if (!token.is(symbol)) {
            throw token.kind() == Token.Kind.END
                    ? Fault.S0203.at(token.start(), token.text(), Quoted.of(symbol))
                    : Fault.S0202.at(token.start(), token.text(), Quoted.of(symbol));
        }
        advance(operand);
    }

    private void advance(boolean operand) {
        token = lexer.next(operand);
    }
}
