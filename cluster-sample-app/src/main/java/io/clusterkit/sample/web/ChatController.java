package io.clusterkit.sample.web;

import io.clusterkit.sample.chat.Guest;
import io.clusterkit.sample.chat.Guests;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * The page's side of the chat room: what is said there comes with the page's events ({@code GET /stream?chat=true}), one
 * guest for each page, who leaves with it; {@code POST /chat} says something.
 */
@RestController
@ConditionalOnWebApplication
class ChatController {
    private final Guests guests;

    ChatController(Guests guests) {
        this.guests = guests;
    }

    /**
     * Whether the page is in the room.
     *
     * @param guest what to send with what it says; null if it is not in the room
     * @param name how others see it
     * @param port where {@code nc} finds the room
     * @param reason why it is not in the room
     */
    record Presence(
            @Nullable String guest,
            @Nullable String name,
            @Nullable Integer port,
            @Nullable String reason) {}

    /** What somebody else has said. */
    record Said(Instant at, String name, String text) {}

    /** What to say, and as whom. */
    record Line(@Nullable String guest, @Nullable String text) {
        static final Line EMPTY = new Line(null, null);
    }

    /** Events {@code chat}, a {@link Presence}, and {@code said}. */
    void enter(Browser browser, String address) {
        Guest guest = guests.enter(address, new Guest.Listener() {
            @Override
            public void entered(Guest guest, String name, int port) {
                browser.send("chat", new Presence(guest.id(), name, port, null));
            }

            @Override
            public void heard(String name, String text) {
                browser.send("said", new Said(Instant.now(), name, text));
            }

            @Override
            public void ended(String reason) {
                browser.send("chat", new Presence(null, null, null, reason));
            }
        });
        browser.onCompletion(guest::leave);
    }

    @PostMapping("/chat")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void say(@RequestBody(required = false) @Nullable Line line) {
        Line said = line == null ? Line.EMPTY : line;
        String id = said.guest() == null ? "" : said.guest();
        Guest guest = guests.find(id)
                .orElseThrow(() -> new BadFieldException(
                        "guest", "must be one that is in the room, as an event chat of /stream?chat=true told it"));
        try {
            guest.say(said.text() == null ? "" : said.text());
        } catch (IllegalArgumentException refused) {
            throw new BadFieldException("text", String.valueOf(refused.getMessage()));
        }
    }
}
