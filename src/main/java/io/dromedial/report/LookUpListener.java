package io.dromedial.report;

import io.dromedial.provider.Finding;
import io.dromedial.record.Report;

/** Told of what look-ups come to; must be quick. */
public interface LookUpListener {

    default void found(String operation, Finding finding) {}

    /** A look-up's report was kept. */
    default void reported(Report report) {}
}
