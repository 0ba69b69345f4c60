package io.clusterkit.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Holds {@link TclList} against Tcl itself, where there is one. */
@Timeout(120)
class TclListAgainstTclshTest {
    private static final int ROUNDS = 3_000;

    /** Texts come and go as {@code x} and the hex digits of their UTF-8, so that no channel's encoding matters. */
    private static final String PROCEDURES = """
            fconfigure stdout -buffering line
            proc text {hex} {encoding convertfrom utf-8 [binary decode hex [string range $hex 1 end]]}
            proc hex {text} {return x[binary encode hex [encoding convertto utf-8 $text]]}
            proc answer {script} {puts [expr {[catch {uplevel 1 $script} result] ? "error" : "ok $result"}]}
            proc words {hex} {answer {lmap word [text $hex] {hex $word}}}
            proc keys {hex} {answer {set dict [text $hex]; dict size $dict; lmap word [dict get $dict] {hex $word}}}
            proc format_list {args} {answer {hex [lmap hex $args {text $hex}]}}
            proc format_dict {args} {answer {hex [dict create {*}[lmap hex $args {text $hex}]]}}
            """;

    /**
     * What has a meaning in a list, and what is next to it in some way. Nothing beyond U+FFFF: most builds of Tcl 8.6
     * have no such characters.
     */
    private static final List<String> PIECES = List.of(
            "{", "}", "{", "}", "\"", "\"", "\\", "\\", "$", "[", "]", ";", "#", " ", " ", "\n", "\t", "\r", "\f",
            "\u000b", "\\\n", "\\{", "\\}", "\\\"", "\\x4", "\\x", "\\u0e9", "\\u4E16", "\\U0041", "\\12", "\\401",
            "\\9", "a", "b", "n", "0", "7", "F", "\u0000", "\u007f", "\u0085", "\u00a0", "\u00e9", "\u2028", "\u4e16",
            "\ufeff", "\uff11");

    private static @Nullable Tclsh tclsh;

    private final long seed = Seeds.seed();
    private final Random random = new Random(seed);

    @BeforeAll
    static void startTclsh() {
        tclsh = Tclsh.start();
    }

    @AfterAll
    static void stopTclsh() {
        if (tclsh != null) {
            tclsh.close();
        }
    }

    @Test
    void listsAreReadAlike() throws IOException {
        int lists = 0;
        for (int round = 0; round < ROUNDS; round++) {
            String text = text(12);
            String answer = ask("words", List.of(text));
            if (answer.equals("error")) {
                assertThatThrownBy(() -> TclList.parse(text))
                        .as(describe(round, text))
                        .isInstanceOf(TclFormatException.class);
            } else {
                lists++;
                assertThat(hex(TclList.parse(text))).as(describe(round, text)).isEqualTo(answer);
            }
        }
        assertThat(lists).as("texts that are lists").isGreaterThan(ROUNDS / 4);
    }

    @Test
    void listsAreWrittenAlike() throws IOException {
        for (int round = 0; round < ROUNDS; round++) {
            List<String> words = words();
            String list = TclList.format(words);
            assertThat(hex(List.of(list))).as(describe(round, list)).isEqualTo(ask("format_list", words));
            assertThat(TclList.parse(list)).as(describe(round, list)).isEqualTo(words);
        }
    }

    @Test
    void dictsAreReadAlike() throws IOException {
        for (int round = 0; round < ROUNDS; round++) {
            String text = TclList.format(words()) + (random.nextInt(5) == 0 ? text(3) : "");
            String answer = ask("keys", List.of(text));
            if (answer.equals("error")) {
                assertThatThrownBy(() -> TclList.parseDict(text))
                        .as(describe(round, text))
                        .isInstanceOf(TclFormatException.class);
            } else {
                assertThat(hex(flat(TclList.parseDict(text))))
                        .as(describe(round, text))
                        .isEqualTo(answer);
            }
        }
    }

    @Test
    void dictsAreWrittenAlike() throws IOException {
        for (int round = 0; round < ROUNDS; round++) {
            Map<String, String> dict = new LinkedHashMap<>();
            for (int i = random.nextInt(4); i > 0; i--) {
                dict.put(text(4), text(8));
            }
            String text = TclList.formatDict(dict);
            assertThat(hex(List.of(text))).as(describe(round, text)).isEqualTo(ask("format_dict", flat(dict)));
        }
    }

    private static String ask(String procedure, List<String> texts) throws IOException {
        if (tclsh == null) {
            return abort("SKIPPED: no tclsh of Tcl 8.6 on the PATH; install Tcl (Debian and Ubuntu: package tcl) to "
                    + "compare TclList with Tcl itself");
        }
        return tclsh.ask(procedure + hex(texts).substring(2));
    }

    /** As the answers are. */
    private static String hex(List<String> texts) {
        return "ok "
                + texts.stream()
                        .map(text -> "x" + Bytes.hex(text.getBytes(StandardCharsets.UTF_8)))
                        .collect(Collectors.joining(" "));
    }

    private static List<String> flat(Map<String, String> dict) {
        List<String> flat = new ArrayList<>();
        dict.forEach((key, value) -> flat.addAll(Arrays.asList(key, value)));
        return flat;
    }

    private List<String> words() {
        List<String> words = new ArrayList<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            words.add(text(8));
        }
        return words;
    }

    private String text(int most) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(most + 1); i > 0; i--) {
            text.append(PIECES.get(random.nextInt(PIECES.size())));
        }
        return text.toString();
    }

    private String describe(int round, String text) {
        return "seed " + seed + " round " + round + " text <" + text + ">";
    }

    /** One running tclsh, asked line by line. */
    private static final class Tclsh implements AutoCloseable {
        private final Process process;
        private final BufferedWriter commands;
        private final BufferedReader answers;

        private Tclsh(Process process) {
            this.process = process;
            this.commands = process.outputWriter(StandardCharsets.US_ASCII);
            this.answers = process.inputReader(StandardCharsets.US_ASCII);
        }

        /** Null if there is none that answers as Tcl 8.6 does. */
        static @Nullable Tclsh start() {
            Tclsh tclsh;
            try {
                tclsh = new Tclsh(new ProcessBuilder("tclsh")
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start());
            } catch (IOException e) {
                return null;
            }
            try {
                if (tclsh.ask(PROCEDURES + "puts [info tclversion]").equals("8.6")) {
                    return tclsh;
                }
            } catch (IOException e) {
                // it ended at once
            }
            tclsh.close();
            return null;
        }

        String ask(String command) throws IOException {
            commands.write(command);
            commands.newLine();
            commands.flush();
            String answer = answers.readLine();
            if (answer == null) {
                throw new IOException("tclsh ended");
            }
            return answer;
        }

        @Override
        public void close() {
            process.destroy();
            try {
                if (!process.waitFor(5, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            } catch (InterruptedException e) {
                process.destroyForcibly();
                Thread.currentThread().interrupt();
            }
        }
    }
}
