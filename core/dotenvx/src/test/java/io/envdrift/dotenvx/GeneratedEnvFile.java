package io.envdrift.dotenvx;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Random .env text that dotenvx handles as its format says. Left out are its known defects:
 *
 * <ul>
 *   <li>{@code $(…)} runs a command, and {@code ${…}} with anything else than a reference inside is dropped;
 *   <li>an inserted value is looked at again: its braces, its {@code \$}, a backslash or dollar sign at its border
 *       change the text round it, and {@code $&} in it is taken for a replacement pattern of JavaScript. So only names
 *       with tame values are referred to;
 *   <li>{@code \r} in double quotes is written back as a bare carriage return, {@code \'} without its backslash;
 *   <li>a name like {@code constructor} aborts the file, a value over 32 kB cannot be rewritten;
 *   <li>of lines with the same name, the wrong one is rewritten when the old value is a quote that stands in another; so
 *       names of odd values are not repeated;
 *   <li>quotes behind U+2028 in an unquoted value come off;
 *   <li>variables of the environment replace values, so names here have a prefix of their own.
 * </ul>
 *
 * @param prefix what all names start with
 * @param text the text
 */
record GeneratedEnvFile(String prefix, String text) {
    private static final List<String> TAME =
            pieces("x,word, ,  ,=,==,ä,日本,🎉,/,:,%,&,;,|,@,!,*,[,],\t,^,\u00a0,<,>,~,0,--B--");
    private static final List<String> WILD =
            pieces("x,word, ,=,ä,🎉,:,{,},{\"a\": 1},\\,\\\\,\\d,\t,Encrypted,(,),$1,\\$5,\\${X}");
    private static final List<String> IN_QUOTES = pieces("\n,\n,#, # ,',\",`,\r\n");
    private static final List<String> ODD =
            pieces("it's,say \"hi\",\"a\" b,'a' 'b',\"x\"y,a`b,x\u2028y,'open,`,\",x#y,'x'#y");

    private static List<String> pieces(String list) {
        return List.of(list.split(","));
    }

    static GeneratedEnvFile random(Random random, String prefix) {
        return new Generator(random, prefix).file();
    }

    private record Generator(Random random, String prefix) {
        GeneratedEnvFile file() {
            String end = pick(List.of("\n", "\n", "\r\n", "\r"));
            StringBuilder text = new StringBuilder(pick(List.of("", "", "#!/bin/sh\n", "\n", "# top\n", "\ufeff")));
            int lines = 3 + random.nextInt(8);
            for (int i = 0; i < lines; i++) {
                text.append(line()).append(i == lines - 1 && random.nextInt(3) == 0 ? "" : "\n");
            }
            return new GeneratedEnvFile(prefix, text.toString().replace("\n", end));
        }

        private String line() {
            return switch (random.nextInt(14)) {
                case 0 -> "# comment " + words(TAME);
                case 1 -> pick(List.of("", "   ", "junk", "É=1", "A B=x", "=x"));
                case 2 -> wildName() + pick(List.of(": ", ":\t", " :")) + "colon";
                case 3 -> wildName() + pick(List.of("=", "= ", "=#c", "= # c"));
                case 4 -> assignment(prefix + "ODD" + random.nextInt(1_000_000), pick(ODD));
                case 5, 6, 7, 8 -> assignment(tameName(), tameValue());
                default -> assignment(wildName(), wildValue());
            };
        }

        private String assignment(String name, String value) {
            return pick(List.of("", "", "", "export ", "  ", "  export\t"))
                    + name
                    + pick(List.of("=", "=", " = ", "= ", "\t="))
                    + value
                    + pick(List.of("", "", " ", "  # comment", " #", "\t"));
        }

        private String tameName() {
            return prefix + pick(List.of("A", "B", "C", "d.e"));
        }

        private String wildName() {
            return prefix + pick(List.of("f-g", "H_1", "KEY_PLAIN"));
        }

        private String tameValue() {
            String quote = pick(List.of("'", "\"", "`", "", ""));
            return quote + (quote.isEmpty() ? words(TAME).strip() : words(TAME)) + quote;
        }

        private String wildValue() {
            return switch (random.nextInt(4)) {
                case 0 -> "'" + quoted("'").replace("$", "") + "'";
                case 1 -> "\"" + quoted("\"") + pick(List.of("", "\\n", "\\t", "\\\\n", "\\\"", "\\x")) + "\"";
                case 2 -> "`" + quoted("`") + "`";
                default -> words(wild()).strip();
            };
        }

        private String quoted(String mark) {
            List<String> pieces = wild();
            pieces.addAll(IN_QUOTES);
            String text = words(pieces).replace(mark, "");
            // A backslash would take the quote behind it along.
            return text.endsWith("\\") ? text + "." : text;
        }

        /** A dot before each reference: a brace, dollar sign or backslash there would change it. */
        private List<String> wild() {
            List<String> pieces = new ArrayList<>(WILD);
            for (String form :
                    List.of("${%sA}", "$%sB", "${%sC:-d}", "${%1$sNO-${%1$sA}}", "${%sB:+s}", "${%sd.e}", "${%sC+}")) {
                pieces.add("." + form.formatted(prefix));
            }
            return pieces;
        }

        private String words(List<String> pieces) {
            StringBuilder words = new StringBuilder();
            for (int count = random.nextInt(7); count > 0; count--) {
                words.append(pick(pieces));
            }
            return words.toString();
        }

        private String pick(List<String> choices) {
            return choices.get(random.nextInt(choices.size()));
        }
    }
}
