// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.jsonata;

import java.util.Random;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// Makes expressions that mostly make sense, and inputs that they find something in. The same seed makes the same.
final class RandomExpressions {

    private static final String[] NAMES = {"a", "b", "c", "d"};
    private static final String[] TEXTS = {"'x'", "'yz'", "''", "'Hello World'", "'a-b-c'", "'42'", "'é😀'"};
    private static final String[] NUMBERS = {"0", "1", "2", "3", "7", "10", "2.5", "0.1", "-1", "100", "1e3"};

    private final Random random;

    RandomExpressions(long seed) {
        this.random = new Random(seed);
    }

    private String pick(String... options) {
        return options[random.nextInt(options.length)];
    }

    String expression() {
        return any(4);
    }

    private String any(int depth) {
        return switch (random.nextInt(6)) {
            case 0 -> number(depth);
            case 1 -> text(depth);
            case 2 -> truth(depth);
            case 3 -> array(depth);
            case 4 -> object(depth);
            default -> path(depth);
        };
    }

    private String number(int depth) {
        if (depth <= 0) {
            return pick(NUMBERS);
        }
        var d = depth - 1;
        return switch (random.nextInt(16)) {
            case 0 -> "(" + number(d) + pick(" + ", " - ", " * ") + number(d) + ")";
            // by zero the two differ, and all that comes of it
            case 1 -> "(" + number(d) + pick(" / 2", " / 0.5", " / 3", " % 3", " % 7") + ")";
            case 2 -> "$sum(" + numbers(d) + ")";
            case 3 -> "$count(" + array(d) + ")";
            case 4 -> pick("$max(", "$min(", "$average(") + numbers(d) + ")";
            case 5 -> "$length(" + text(d) + ")";
            case 6 -> pick("$abs(", "$floor(", "$ceil(", "$round(") + number(d) + ")";
            case 7 -> "$round(" + number(d) + ", " + pick("0", "1", "2", "-1") + ")";
            case 8 -> "(" + truth(d) + " ? " + number(d) + " : " + number(d) + ")";
            case 9 -> "$number(" + pick("'12'", "'1.5'", "true", number(d)) + ")";
            case 10 -> "$reduce(" + numbers(d) + ", function($p, $q) {$p + $q}" + pick("", ", 10") + ")";
            case 11 -> "($v := " + number(d) + "; $v + " + number(d) + ")";
            case 12 -> path(d);
            case 13 -> number(d) + " ~> function($n) {$n * 2}";
            case 14 -> "-" + number(0);
            default -> pick(NUMBERS);
        };
    }

    private String numbers(int depth) {
        return switch (random.nextInt(5)) {
            case 0 -> "[" + number(depth - 1) + ", " + number(depth - 1) + "]";
            case 1 -> "[1.." + random.nextInt(6) + "]";
            case 2 -> "**.n";
            case 3 -> "$map([1..3], function($i) {$i * " + number(0) + "})";
            default -> "list.n";
        };
    }

    private String text(int depth) {
        if (depth <= 0) {
            return pick(TEXTS);
        }
        var d = depth - 1;
        return switch (random.nextInt(15)) {
            case 0, 1 -> "(" + any(d) + " & " + text(d) + ")";
            case 2 -> pick("$uppercase(", "$lowercase(", "$trim(") + text(d) + ")";
            case 3 -> "$substring(" + text(d) + ", " + number(0) + pick("", ", " + number(0)) + ")";
            case 4 -> pick("$substringBefore(", "$substringAfter(") + text(d) + ", " + pick("'-'", "' '", "'q'") + ")";
            case 5 -> "$join(" + pick("['a', 'b']", "list.s", "$split(" + text(d) + ", '-')") + pick("", ", '+'") + ")";
            case 6 -> "$string(" + any(d) + ")";
            case 7 -> "$pad(" + text(d) + ", " + pick("5", "-7", "0") + pick("", ", '#'") + ")";
            case 8 -> "$replace(" + text(d) + ", " + pick("'a'", "/[a-z]+/", "/(l+)o/") + ", " + pick("'_'", "'<$1>'")
                    + pick("", ", 1") + ")";
            case 9 -> "$type(" + any(d) + ")";
            case 10 -> "$formatNumber(" + number(d) + ", " + pick("'#,##0.00'", "'0'", "'0.###'") + ")";
            case 11 -> "$formatBase(" + pick("10", "255", "7") + ", " + pick("2", "16") + ")";
            case 12 -> "(" + text(d) + " ~> $uppercase ~> $lowercase)";
            case 13 -> path(d);
            default -> pick(TEXTS);
        };
    }

    private String truth(int depth) {
        if (depth <= 0) {
            return pick("true", "false");
        }
        var d = depth - 1;
        return switch (random.nextInt(11)) {
            case 0, 1 -> "(" + number(d) + pick(" < ", " <= ", " > ", " >= ") + number(d) + ")";
            case 2 -> "(" + any(d) + pick(" = ", " != ") + any(d) + ")";
            case 3 -> "(" + truth(d) + pick(" and ", " or ") + truth(d) + ")";
            case 4 -> "$not(" + truth(d) + ")";
            case 5 -> "$exists(" + path(d) + ")";
            case 6 -> "$boolean(" + any(d) + ")";
            case 7 -> "(" + any(d) + " in " + array(d) + ")";
            case 8 -> "$contains(" + text(d) + ", " + pick("'a'", "/o\\s/", "''") + ")";
            case 9 -> "(" + text(d) + pick(" < ", " >= ") + text(d) + ")";
            default -> pick("true", "false");
        };
    }

    private String array(int depth) {
        if (depth <= 0) {
            return pick("[]", "[1, 2, 3]", "['x', 'y']", "list", "[1..4]");
        }
        var d = depth - 1;
        return switch (random.nextInt(18)) {
            case 0, 1 -> "[" + any(d) + ", " + any(d) + "]";
            case 2 -> "$map(" + array(d) + ", function($v, $i) {" + any(d) + "})";
            case 3 -> "$filter(" + array(d) + ", function($v) {$type($v) = " + pick("'number'", "'string'") + "})";
            case 4 -> "$append(" + any(d) + ", " + any(d) + ")";
            case 5 -> "$sort(" + pick(numbers(d), "list.s", "['b', 'a', 'c']") + ")";
            case 6 -> "$sort([3, 1, 2], function($l, $r) {$l < $r})";
            case 7 -> "$reverse(" + array(d) + ")";
            case 8 -> "$distinct(" + array(d) + ")";
            case 9 -> "$zip(" + array(d) + ", " + array(d) + ")";
            case 10 -> "$keys(" + object(d) + ")";
            case 11 -> "$spread(" + object(d) + ")";
            case 12 -> "list^(" + pick("", "<", ">") + pick("n", "s") + ")" + pick("", ".n", ".s");
            case 13 -> "$split(" + text(d) + ", " + pick("'-'", "''", "/ /") + pick("", ", 2") + ")";
            case 14 -> path(d) + "[]";
            case 15 -> "$each(" + object(d) + ", function($v, $k) {$k & '=' & $string($v)})";
            case 16 -> array(d) + "[" + pick("0", "-1", "$ = 1", "[0, 1]", truth(0)) + "]";
            default -> "list@$l.list#$i[$i = 1].{'l': $l.n, 'i': $i}";
        };
    }

    private String object(int depth) {
        if (depth <= 0) {
            return pick("{}", "{'a': 1}", "$", "first");
        }
        var d = depth - 1;
        return switch (random.nextInt(8)) {
            case 0, 1, 2 -> "{'a': " + any(d) + ", 'b': " + any(d) + "}";
            case 3 -> "$merge([" + object(d) + ", " + object(d) + "])";
            case 4 -> "$sift(" + object(d) + ", function($v) {" + pick("$exists($v)", "$type($v) = 'number'") + "})";
            case 5 -> "list{s: " + pick("n", "$sum(n)", "$count($)") + "}";
            case 6 -> "(" + object(d) + " ~> |" + pick("$", "a", "**") + "|{'z': " + number(d) + "}" + pick("", ", 'a'")
                    + "|)";
            default -> "(" + truth(d) + " ? " + object(d) + " : " + object(d) + ")";
        };
    }

    private String path(int depth) {
        var path = new StringBuilder(pick("first", "list", "$", "a", "b", "list.n", "deep"));
        for (var i = random.nextInt(4); i > 0; i--) {
            switch (random.nextInt(12)) {
                case 0, 1, 2, 3 -> path.append('.').append(pick(NAMES));
                case 4 -> path.append(".n");
                case 5 -> path.append(".*");
                case 6 -> path.append(".**");
                case 7 -> path.append('[').append(pick("0", "-1", "1", "n > 1", "s", "$.n", "true")).append(']');
                case 8 -> path.append(".(").append(depth > 0 ? any(depth - 1) : "$").append(')');
                case 9 -> path.append(".[").append(pick("n", "s, n", "$")).append(']');
                case 10 -> path.append(".{'k': ").append(pick("n", "s", "$")).append('}');
                default -> path.append(".s");
            }
        }
        return path.toString();
    }

    JsonNode input() {
        var input = JsonNodeFactory.instance.objectNode();
        for (var name : NAMES) {
            if (random.nextInt(4) > 0) {
                input.set(name, value(2));
            }
        }
        var list = JsonNodeFactory.instance.arrayNode();
        for (var i = random.nextInt(4); i > 0; i--) {
            list.add(item());
        }
        input.set("list", list);
        input.set("first", item());
        input.set("deep", value(3));
        return input;
    }

    private JsonNode item() {
        var item = JsonNodeFactory.instance.objectNode();
        item.set("n", JsonNodeFactory.instance.numberNode(random.nextInt(5)));
        item.set("s", JsonNodeFactory.instance.stringNode(pick("x", "y", "z")));
        if (random.nextBoolean()) {
            item.set(pick(NAMES), value(1));
        }
        return item;
    }

    private JsonNode value(int depth) {
        var factory = JsonNodeFactory.instance;
        return switch (random.nextInt(depth > 0 ? 8 : 5)) {
            case 0 -> factory.numberNode(random.nextInt(20) - 5);
            case 1 -> factory.numberNode(random.nextInt(100) / 8.0);
            case 2 -> factory.stringNode(pick("text", "", "Hello World", "7"));
            case 3 -> factory.booleanNode(random.nextBoolean());
            case 4 -> random.nextInt(3) == 0 ? factory.nullNode() : factory.numberNode(random.nextInt(3));
            case 5, 6 -> {
                var object = factory.objectNode();
                for (var i = random.nextInt(3); i >= 0; i--) {
                    object.set(pick(NAMES), value(depth - 1));
                }
                yield object;
            }
            default -> {
                var array = factory.arrayNode();
                for (var i = random.nextInt(4); i > 0; i--) {
                    array.add(value(depth - 1));
                }
                yield array;
            }
        };
    }
}
