package io.dromedial.journal;

import java.util.List;
import java.util.Map;

/** Which telephones a record rings, told by its fields as they go on the wire. Asked in the writer's thread. */
@FunctionalInterface
public interface Callees {

    /** Where nothing is known of numbers. */
    Callees NONE = (operation, fields) -> List.of();

    /** Each number in E.164 without the plus; none for a record that names no number, or one that can't be read. */
    List<String> of(String operation, Map<String, String> fields);
}
