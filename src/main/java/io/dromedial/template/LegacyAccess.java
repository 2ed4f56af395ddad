package io.dromedial.template;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** The legacy databases of the configuration, by name. */
public interface LegacyAccess {

    List<String> names();

    /** A connection of the caller's own. */
    Connection connect(String name) throws SQLException;
}
