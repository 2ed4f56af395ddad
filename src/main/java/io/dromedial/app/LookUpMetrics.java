package io.dromedial.app;

import io.dromedial.provider.Finding;
import io.dromedial.record.Report;
import io.dromedial.report.LookUpListener;

/** Counts what look-ups come to, and codes that nobody has a word for. */
record LookUpMetrics(Metrics metrics, ProviderBeans beans) implements LookUpListener {

    @Override
    public void found(String operation, Finding finding) {
        metrics.lookUp(operation, finding);
    }

    @Override
    public void reported(Report report) {
        if (beans.unknownCode(report)) {
            metrics.unknownCode(report.operation(), report.channel());
        }
    }
}
