package io.clusterkit.multiplexer;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterkit.runtime.TimeSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.event.Level;

class InstanceLogTest {
    @ParameterizedTest
    @EnumSource(Level.class)
    void itSaysWhatIsOfItsLevelOrMoreSevere(Level level) {
        InstanceLog log = new InstanceLog("chat", level, TimeSource.system());

        for (Level candidate : Level.values()) {
            assertThat(log.says(candidate)).as("%s at %s", candidate, level).isEqualTo(candidate.compareTo(level) <= 0);
        }
    }

    @Test
    void eachInstanceHasALevelOfItsOwnThatMayChange() {
        InstanceLog chat = new InstanceLog("chat", Level.WARN, TimeSource.system());
        InstanceLog feed = new InstanceLog("feed", Level.WARN, TimeSource.system());

        chat.level(Level.DEBUG);

        assertThat(chat.says(Level.DEBUG)).isTrue();
        assertThat(feed.says(Level.DEBUG)).isFalse();
    }

    @Test
    void itsLoggerBearsItsName() {
        assertThat(InstanceLog.loggerName("chat")).isEqualTo("io.clusterkit.multiplexer.Multiplexer.chat");
    }
}
