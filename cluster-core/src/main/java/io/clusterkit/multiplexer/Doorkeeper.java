package io.clusterkit.multiplexer;

import org.jspecify.annotations.Nullable;

/** Decides who may come in: first the limits, which cost little, then the user's filters. Owned by the relay's thread. */
final class Doorkeeper {
    private final Settings settings;
    private final Roster roster;
    private final Filters filters;
    private final @Nullable ConnectRate rate;

    Doorkeeper(Settings settings, Roster roster, Filters filters) {
        this.settings = settings;
        this.roster = roster;
        this.filters = filters;
        this.rate = settings.connectsPerAddress() == 0
                ? null
                : new ConnectRate(settings.connectsPerAddress(), settings.connectPeriod());
    }

    /** Why the newcomer may not come in; null if it may. */
    @Nullable
    String refusal(MultiplexerClient newcomer, long nowNanos) {
        if (roster.size() >= settings.maxClients()) {
            return "there are " + settings.maxClients() + " clients already";
        }
        if (roster.from(newcomer.address()) >= settings.maxClientsPerAddress()) {
            return "there are " + settings.maxClientsPerAddress() + " clients from its address already";
        }
        if (rate != null && !rate.admit(newcomer.address(), nowNanos)) {
            return "its address connects too often";
        }
        return filters.grant(newcomer, roster.present()) ? null : "an access filter denies it";
    }
}
