package io.clusterkit;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which package may know which, and who may read a clock. */
class ArchitectureTest {
    private static final String ROOT = "io.clusterkit";

    /** Lowest first: each knows only those before it. */
    private static final List<String> LAYERS = List.of(
            "member",
            "packet",
            "runtime",
            "codec",
            "registry",
            "hook",
            "protocol",
            "protocol.stream",
            "protocol.tcp",
            "protocol.unix",
            "protocol.multicast",
            "protocol.memory",
            "routing",
            "inbound",
            "discovery",
            "query",
            "multiplexer");

    private static final Set<String> WITH_SPRING = Set.of("tcp", "unix", "multicast", "stream");

    private static final Map<String, Set<String>> CLOCKS_AND_SLEEPS = Map.of(
            "java.lang.System", Set.of("nanoTime", "currentTimeMillis"),
            "java.lang.Thread", Set.of("sleep"),
            "java.time.Instant", Set.of("now"),
            "java.time.LocalDateTime", Set.of("now"),
            "java.time.ZonedDateTime", Set.of("now"),
            "java.time.Clock", Set.of("system", "systemUTC", "systemDefaultZone", "tickMillis", "tickSeconds"),
            "java.util.concurrent.locks.LockSupport", Set.of("parkNanos", "parkUntil"),
            "java.util.concurrent.TimeUnit", Set.of("sleep"),
            "java.util.Timer", Set.of("<init>"));

    private static final JavaClasses CORE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    @Test
    void theRulesSeeAllPackagesAndEachHasItsPlace() {
        assertThat(CORE).hasSizeGreaterThan(100);
        List<String> packages = new ArrayList<>();
        for (JavaClass each : CORE) {
            packages.add(each.getPackageName());
        }
        List<String> known =
                new ArrayList<>(LAYERS.stream().map(ArchitectureTest::inRoot).toList());
        known.add(ROOT);
        assertThat(Set.copyOf(packages)).isSubsetOf(known);
        assertThat(packages).containsAll(known);
    }

    @ParameterizedTest
    @MethodSource("layers")
    void aPackageKnowsOnlyThoseBelowIt(String layer) {
        knowsOnlyThoseBelow(layer).check(CORE);
    }

    static Stream<String> layers() {
        return LAYERS.stream();
    }

    @Test
    void transportsDoNotKnowEachOther() {
        List<String> transports = List.of("tcp", "unix", "multicast", "memory");
        for (String one : transports) {
            for (String other : transports) {
                if (!one.equals(other)) {
                    noClasses()
                            .that()
                            .resideInAPackage(inRoot("protocol." + one))
                            .should()
                            .dependOnClassesThat()
                            .resideInAPackage(inRoot("protocol." + other))
                            .check(CORE);
                }
            }
        }
    }

    @Test
    void thereAreNoCyclesBetweenPackages() {
        slices().matching(ROOT + ".(**)").should().beFreeOfCycles().check(CORE);
    }

    @Test
    void theRootIsKnownByNone() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT)
                .check(CORE);
    }

    @Test
    void springAndUnixSocketsAreSeenByTransportsOnly() {
        String[] transports =
                WITH_SPRING.stream().map(each -> inRoot("protocol." + each)).toArray(String[]::new);
        noClasses()
                .that()
                .resideOutsideOfPackages(transports)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.springframework..", "org.newsclub..")
                .check(CORE);
    }

    @Test
    void onlyTheRuntimeReadsAClockOrSleeps() {
        clocksOnlyInRuntime().check(CORE);
    }

    @Test
    void thereAreNoHeapsOfThisAndThat() {
        classes()
                .should()
                .resideOutsideOfPackages("..util..", "..utils..", "..common..")
                .check(CORE);
        noClasses().should().haveSimpleNameEndingWith("Impl").check(CORE);
    }

    @Test
    void theRulesCanFail() {
        JavaClasses broken = new ClassFileImporter()
                .withImportOption(location -> location.contains("member/KnowsTooMuch"))
                .importPackages(ROOT + ".member");
        assertThat(broken).hasSize(1);

        assertThat(knowsOnlyThoseBelow("member").evaluate(broken).hasViolation())
                .isTrue();
        assertThat(clocksOnlyInRuntime().evaluate(broken).getFailureReport().getDetails())
                .anyMatch(detail -> detail.contains("nanoTime"))
                .anyMatch(detail -> detail.contains("currentTimeMillis"));
    }

    private static ArchRule clocksOnlyInRuntime() {
        DescribedPredicate<JavaAccess<?>> clockOrSleep = describe("a clock or a sleep", access -> CLOCKS_AND_SLEEPS
                .getOrDefault(access.getTargetOwner().getName(), Set.of())
                .contains(access.getTarget().getName()));
        return noClasses()
                .that()
                .resideOutsideOfPackage(inRoot("runtime"))
                .should()
                .accessTargetWhere(clockOrSleep);
    }

    private static ArchRule knowsOnlyThoseBelow(String layer) {
        String[] allowed = LAYERS.subList(0, LAYERS.indexOf(layer) + 1).stream()
                .map(ArchitectureTest::inRoot)
                .toArray(String[]::new);
        return classes()
                .that()
                .resideInAPackage(inRoot(layer))
                .should()
                .onlyDependOnClassesThat(resideOutsideOfPackage(ROOT + "..").or(resideInAnyPackage(allowed)));
    }

    private static String inRoot(String layer) {
        return ROOT + "." + layer;
    }
}
