package io.dromedial.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** A page of a list: {@code items}, and in {@code next} what to pass as {@code after}. */
final class Listing {

    private Listing() {}

    /** @param found one more than {@code limit} where there is more */
    static <T> Answer of(List<T> found, int limit, ToLongFunction<T> id, Function<T, ? extends JsonNode> shape) {
        boolean more = found.size() > limit;
        List<T> shown = more ? found.subList(0, limit) : found;
        ObjectNode page = Answer.JSON.createObjectNode();
        ArrayNode items = page.putArray("items");
        shown.forEach(t -> items.add(shape.apply(t)));
        page.put("next", more ? Shapes.id(id.applyAsLong(shown.get(limit - 1))) : null);
        return Answer.ok(page);
    }
}
