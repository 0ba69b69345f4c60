package io.clusterkit.member;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;

/**
 * Changes to tags, applied in the order given (tcl-cluster 1.1.8, cluster-api.tcl {@code tags}). Immutable: each method
 * returns a longer edit.
 */
public final class TagEdit {
    private static final TagEdit NOTHING = new TagEdit(List.of());

    private final List<Consumer<List<String>>> steps;

    private TagEdit(List<Consumer<List<String>>> steps) {
        this.steps = steps;
    }

    /** An edit that changes nothing yet. */
    public static TagEdit edit() {
        return NOTHING;
    }

    /** Adds tags at the end, each unless it is already there. */
    public TagEdit append(String... tags) {
        List<String> added = List.of(tags);
        return then(list -> addMissing(list, added));
    }

    /** Takes tags away. */
    public TagEdit remove(String... tags) {
        List<String> removed = List.of(tags);
        return then(list -> list.removeAll(removed));
    }

    /** These tags instead of all there were. */
    public TagEdit replace(String... tags) {
        List<String> instead = List.of(tags);
        return then(list -> {
            list.clear();
            addMissing(list, instead);
        });
    }

    /** Puts {@code newTag} in the place of {@code oldTag}, if that is there. */
    public TagEdit map(String oldTag, String newTag) {
        return then(list -> {
            int place = list.indexOf(oldTag);
            if (place >= 0 && !newTag.isEmpty() && !newTag.equals(oldTag)) {
                list.set(place, newTag);
                removeLater(list, newTag, place);
            }
        });
    }

    /** Takes {@code oldTag} away if it is there, and adds {@code newTag} at the end unless it is there. */
    public TagEdit mapOrAppend(String oldTag, String newTag) {
        return then(list -> {
            list.remove(oldTag);
            if (!newTag.isEmpty()) {
                addMissing(list, List.of(newTag));
            }
        });
    }

    /** The tags after this edit. */
    public Tags applyTo(Tags tags) {
        List<String> list = new ArrayList<>(tags.asList());
        steps.forEach(step -> step.accept(list));
        return Tags.of(list);
    }

    private TagEdit then(Consumer<List<String>> step) {
        List<Consumer<List<String>>> longer = new ArrayList<>(steps);
        longer.add(step);
        return new TagEdit(Collections.unmodifiableList(longer));
    }

    private static void addMissing(List<String> list, List<String> tags) {
        for (String tag : tags) {
            if (!tag.isEmpty() && !list.contains(tag)) {
                list.add(tag);
            }
        }
    }

    private static void removeLater(List<String> list, String tag, int place) {
        for (int i = list.size() - 1; i >= 0; i--) {
            if (i != place && list.get(i).equals(tag)) {
                list.remove(i);
            }
        }
    }
}
