package io.clusterkit.boot.observation;

import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import io.micrometer.observation.docs.ObservationDocumentation;

/** The observations of queries and events. */
public enum ClusterObservationDocumentation implements ObservationDocumentation {
    /** A query that this member asks, from asking to its end. */
    QUERY_CLIENT("cluster.queries.asked", DefaultClusterQueryClientObservationConvention.class) {
        @Override
        public KeyName[] getLowCardinalityKeyNames() {
            return QueryKeyNames.values();
        }

        @Override
        public KeyName[] getHighCardinalityKeyNames() {
            return new KeyName[] {DetailKeyNames.CHANNEL, DetailKeyNames.MEMBERS};
        }
    },

    /** A query that this member was asked and has a handler for, from the handler's call to its answer. */
    QUERY_SERVER("cluster.queries.handled", DefaultClusterQueryServerObservationConvention.class) {
        @Override
        public KeyName[] getLowCardinalityKeyNames() {
            return QueryKeyNames.values();
        }

        @Override
        public KeyName[] getHighCardinalityKeyNames() {
            return new KeyName[] {DetailKeyNames.CHANNEL, DetailKeyNames.MEMBER, DetailKeyNames.PROTOCOL};
        }
    },

    /** An event that this member sends, until it is known what became of it. */
    EVENT_SENDER("cluster.events.sent", DefaultClusterEventSenderObservationConvention.class) {
        @Override
        public KeyName[] getLowCardinalityKeyNames() {
            return EventKeyNames.values();
        }

        @Override
        public KeyName[] getHighCardinalityKeyNames() {
            return new KeyName[] {DetailKeyNames.CHANNEL, DetailKeyNames.MEMBERS};
        }
    },

    /** An event that came to this member, while its handlers run. */
    EVENT_RECEIVER("cluster.events.received", DefaultClusterEventReceiverObservationConvention.class) {
        @Override
        public KeyName[] getLowCardinalityKeyNames() {
            return EventKeyNames.values();
        }

        @Override
        public KeyName[] getHighCardinalityKeyNames() {
            return new KeyName[] {DetailKeyNames.CHANNEL, DetailKeyNames.MEMBER};
        }
    };

    private final String name;
    private final Class<? extends ObservationConvention<? extends Observation.Context>> convention;

    ClusterObservationDocumentation(
            String name, Class<? extends ObservationConvention<? extends Observation.Context>> convention) {
        this.name = name;
        this.convention = convention;
    }

    @Override
    public String getName() {
        return name;
    }

    @Override
    public Class<? extends ObservationConvention<? extends Observation.Context>> getDefaultConvention() {
        return convention;
    }

    /** Low-cardinality keys of queries: tags of meters and of spans. */
    public enum QueryKeyNames implements KeyName {
        /** The query's name; {@code none} for one without, {@code other} beyond the bound. */
        NAME,
        /** How it ended. */
        OUTCOME;

        @Override
        public String asString() {
            return this == NAME ? "name" : "outcome";
        }
    }

    /** Low-cardinality keys of events: tags of meters and of spans. */
    public enum EventKeyNames implements KeyName {
        /** How it ended. */
        OUTCOME;

        @Override
        public String asString() {
            return "outcome";
        }
    }

    /** High-cardinality keys: tags of spans only. */
    public enum DetailKeyNames implements KeyName {
        /** The channel it went on. */
        CHANNEL("cluster.channel"),
        /** How many members it is for. */
        MEMBERS("cluster.members"),
        /** The sid of the member that it came from. */
        MEMBER("cluster.member"),
        /** The id of the protocol it came by. */
        PROTOCOL("cluster.protocol");

        private final String key;

        DetailKeyNames(String key) {
            this.key = key;
        }

        @Override
        public String asString() {
            return key;
        }
    }
}
