// SPDX-License-Identifier: Apache-2.0
package io.fermata.app;

import io.fermata.language.Diagnostic;
import io.fermata.language.MachineType;
import io.fermata.language.Parsed;
import io.fermata.language.asl.Asl;
import io.fermata.language.lint.Lint;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/// `lint [--express] [--strict] <file>…`: checks definitions in a build, without a server or a database. One line for each
/// finding, `file:line:column: error CODE: message`. Ends with 1 when there is an error, or with `--strict` a warning; with
/// 2 when it was called wrongly or a file cannot be read. Files named `.yaml` or `.yml` are read as YAML.
final class LintCommand {

    private static final int CLEAN = 0;
    private static final int FOUND = 1;
    private static final int MISUSED = 2;

    private final PrintStream out;
    private final MachineType type;
    private int errors;
    private int warnings;

    private LintCommand(PrintStream out, MachineType type) {
        this.out = out;
        this.type = type;
    }

    static int run(List<String> arguments, PrintStream out) {
        var files = arguments.stream().filter(argument -> !argument.startsWith("--")).toList();
        var options = arguments.stream().filter(argument -> argument.startsWith("--")).toList();
        if (files.isEmpty() || !List.of("--express", "--strict").containsAll(options)) {
            out.println("Usage: lint [--express] [--strict] <file>...");
            return MISUSED;
        }
        var command = new LintCommand(out,
                options.contains("--express") ? MachineType.EXPRESS : MachineType.STANDARD);
        for (var file : files) {
            try {
                command.check(file, Files.readString(Path.of(file)));
            } catch (IOException e) {
                out.println(file + ": cannot be read: " + reason(e));
                return MISUSED;
            }
        }
        out.println(files.size() + " checked, " + command.errors + " errors, " + command.warnings + " warnings");
        boolean bad = command.errors > 0 || options.contains("--strict") && command.warnings > 0;
        return bad ? FOUND : CLEAN;
    }

    private static String reason(IOException e) {
        return switch (e) {
            case NoSuchFileException _ -> "there is no such file";
            case CharacterCodingException _ -> "it is not UTF-8";
            case IOException other -> String.valueOf(other.getMessage());
        };
    }

    private void check(String file, String text) {
        boolean yaml = file.endsWith(".yaml") || file.endsWith(".yml");
        Parsed parsed = yaml ? Asl.parseYaml(text, type) : Asl.parse(text, type);
        for (var found : parsed.diagnostics()) {
            boolean error = found.severity() == Diagnostic.Severity.ERROR;
            var place = found.location() == null ? "" : " at " + found.location();
            print(file, found.line(), found.column(), error, found.code(), found.message() + place);
        }
        for (var found : Lint.check(text)) {
            print(file, found.line(), found.column(), false, found.code(),
                    found.reason() + ". " + found.fix() + ". At " + found.location());
        }
    }

    private void print(String file, int line, int column, boolean error, String code, String message) {
        if (error) {
            errors++;
        } else {
            warnings++;
        }
        out.println(file + ":" + line + ":" + column + ": " + (error ? "error " : "warning ") + code + ": " + message);
    }
}
