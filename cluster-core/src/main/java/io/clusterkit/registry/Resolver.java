package io.clusterkit.registry;

import io.clusterkit.member.Addressee;
import io.clusterkit.member.Member;
import io.clusterkit.member.Words;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Says which members are meant. Starts with all members; each operator narrows the set in turn, comparing as the last
 * modifier before it says (tcl-cluster 1.1.8, cluster-api.tcl {@code resolver}). Compares with a member's
 * {@linkplain Member#words() words}, {@link #exact} with its tags. Immutable: each method returns a longer resolver.
 *
 * <pre>{@code
 * Resolver.all().has("quotes")                      // all with the tag
 * Resolver.all().match().has("eu-*").equal().not("draining")
 * }</pre>
 */
public final class Resolver {
    private static final Resolver ALL = new Resolver(List.of(), Comparison.EQUAL);

    private enum Comparison {
        EQUAL,
        GLOB,
        REGEXP
    }

    private final List<Predicate<Addressee>> criteria;
    private final Comparison comparison;

    private Resolver(List<Predicate<Addressee>> criteria, Comparison comparison) {
        this.criteria = criteria;
        this.comparison = comparison;
    }

    /** All members. */
    public static Resolver all() {
        return ALL;
    }

    /** Members that have each of these words; all members if there are none. */
    public static Resolver words(Collection<String> words) {
        return words.isEmpty() ? ALL : ALL.has(words.toArray(new String[0]));
    }

    /** From here on words are compared by equality; so they are from the start. */
    public Resolver equal() {
        return new Resolver(criteria, Comparison.EQUAL);
    }

    /** From here on words are patterns as of Tcl's {@code string match}: {@code *}, {@code ?}, {@code [a-z]}, {@code \x}. */
    public Resolver match() {
        return new Resolver(criteria, Comparison.GLOB);
    }

    /** From here on words are regular expressions (of Java) that are found anywhere in a member's word. */
    public Resolver regexp() {
        return new Resolver(criteria, Comparison.REGEXP);
    }

    /** Members that have each of these. */
    public Resolver has(String... words) {
        // Loops, not streams: all members are looked through for each query, and a stream for each would be made.
        if (comparison == Comparison.EQUAL) {
            Words wanted = Words.of(words);
            return and(member -> member.answersToAll(wanted));
        }
        List<Predicate<Addressee>> tests = tests(words);
        return and(member -> {
            for (Predicate<Addressee> test : tests) {
                if (!test.test(member)) {
                    return false;
                }
            }
            return true;
        });
    }

    /** Members that have none of these. */
    public Resolver not(String... words) {
        List<Predicate<Addressee>> tests = tests(words);
        return and(member -> !any(tests, member));
    }

    /** Members that have at least one of these. */
    public Resolver some(String... words) {
        List<Predicate<Addressee>> tests = tests(words);
        return and(member -> any(tests, member));
    }

    /** Members whose tags are these and no others, in any order. */
    public Resolver exact(String... tags) {
        List<Predicate<String>> tests = new ArrayList<>();
        for (String tag : tags) {
            tests.add(wordTest(tag));
        }
        return and(member -> {
            List<String> own = member.tags().asList();
            return tests.stream().allMatch(test -> own.stream().anyMatch(test))
                    && own.stream().allMatch(tag -> tests.stream().anyMatch(test -> test.test(tag)));
        });
    }

    /** Whether this member is meant. */
    public boolean test(Addressee member) {
        for (int i = 0; i < criteria.size(); i++) { // no iterator: this is called for each member
            if (!criteria.get(i).test(member)) {
                return false;
            }
        }
        return true;
    }

    /** Those of the members who are meant, in their order. */
    public List<Member> resolve(Collection<Member> members) {
        List<Member> meant = new ArrayList<>();
        for (Member member : members) {
            if (test(member)) {
                meant.add(member);
            }
        }
        return meant;
    }

    private static boolean any(List<Predicate<Addressee>> tests, Addressee member) {
        for (Predicate<Addressee> test : tests) {
            if (test.test(member)) {
                return true;
            }
        }
        return false;
    }

    private Resolver and(Predicate<Addressee> criterion) {
        List<Predicate<Addressee>> longer = new ArrayList<>(criteria);
        longer.add(criterion);
        return new Resolver(List.copyOf(longer), comparison);
    }

    private List<Predicate<Addressee>> tests(String... words) {
        List<Predicate<Addressee>> tests = new ArrayList<>(words.length);
        for (String word : words) {
            if (comparison == Comparison.EQUAL) {
                tests.add(member -> member.answersTo(word));
            } else {
                Predicate<String> test = wordTest(word);
                tests.add(member -> member.words().stream().anyMatch(test));
            }
        }
        return tests;
    }

    private Predicate<String> wordTest(String word) {
        return switch (comparison) {
            case EQUAL -> word::equals;
            case GLOB -> text -> Glob.matches(word, text);
            case REGEXP -> Pattern.compile(word).asPredicate();
        };
    }
}
