package io.clusterkit.boot.autoconfigure.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterkit.member.MemberId;
import io.clusterkit.member.Tags;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceTagsTest {
    private static final MemberId ID = new MemberId("abcdefgh", "00:11:22:33:44:55");

    @Test
    void whatIsWrittenIsRead() {
        ServiceTags all = new ServiceTags("orders", "10.0.0.7", 8443, true, Map.of("zone", "a", "odd key", "x=y z"));

        assertThat(ServiceTags.read(Tags.of(all.write()))).isEqualTo(all);
        assertThat(all.write())
                .contains("service=orders", "service.port=8443", "service.host=10.0.0.7", "service.secure=true")
                .allMatch(ServiceTags::isOne);
    }

    @Test
    void whatIsUsualIsLeftOut() {
        ServiceTags plain = new ServiceTags("orders", null, 8080, false, Map.of());

        assertThat(plain.write()).containsExactly("service=orders", "service.port=8080");
        assertThat(ServiceTags.read(Tags.of(plain.write()))).isEqualTo(plain);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "0", "-1", "65536", "99999999999"})
    void anInstanceWithoutAPortThatCanBeOneIsNone(String port) {
        assertThat(ServiceTags.read(Tags.of("service=orders", "service.port=" + port)))
                .isNull();
        assertThat(ServiceTags.read(Tags.of("service=orders"))).isNull();
        assertThat(ServiceTags.read(Tags.of("service.port=1", "quotes"))).isNull();
    }

    @Test
    void tagsOfOthersThatMakeNoSenseDoNoHarm() {
        ServiceTags read =
                ServiceTags.read(Tags.of("service=o", "service.port=1", "service.meta.nothing", "service.other=1"));

        assertThat(read).isEqualTo(new ServiceTags("o", null, 1, false, Map.of()));
    }

    @Test
    void anIpv6AddressStandsInBrackets() {
        ServiceTags tags = new ServiceTags("orders", null, 80, false, Map.of());

        assertThat(ClusterServiceInstance.of(ID, tags, "fd00::7").getUri()).hasToString("http://[fd00::7]:80");
        assertThat(ClusterServiceInstance.of(ID, tags, "10.0.0.7").getUri()).hasToString("http://10.0.0.7:80");
    }

    @Test
    void anInstanceTellsWhoItIs() {
        ServiceTags tags = new ServiceTags("orders", "orders.example.org", 443, true, Map.of("zone", "a"));
        ClusterServiceInstance instance = ClusterServiceInstance.of(ID, tags, "10.0.0.7");

        assertThat(instance.getInstanceId()).isEqualTo(ID.uuid());
        assertThat(instance.getUri()).hasToString("https://orders.example.org:443");
        assertThat(instance.getMetadata())
                .containsOnly(Map.entry("zone", "a"), Map.entry("sid", ID.sid()), Map.entry("hid", ID.hid()));
    }
}
