package io.dromedial.provider;

import io.dromedial.record.Operation;
import io.dromedial.record.Report;
import io.dromedial.settings.ProviderSettings;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A provider's Java half; found by {@link java.util.ServiceLoader}, so that one more is a jar more. Its YAML half lies
 * in {@code routes/providers/<id>/}.
 */
public interface Provider {

    /** Its id, the first part of its operations' names. */
    default String id() {
        return settings().provider();
    }

    ProviderSettings settings();

    List<Operation> operations();

    /** The bean that its routes call by the provider's id. */
    Object bean(ProviderContext context);

    /**
     * Reads a callback to {@code /callbacks/<id>/{token}}; nothing where the provider calls back nothing.
     *
     * <p>Total: whatever the request holds, there is a report to keep.
     */
    default Optional<CallbackReader> callbacks(ProviderContext context) {
        return Optional.empty();
    }

    /**
     * Whether the code of a report without a disposition means something all the same, as that of an interim status does.
     * Of any other somebody is told. By {@code codes.csv}; where that is empty, every interim code counts as known.
     */
    default boolean knows(ProviderContext context, Report report) {
        Codes codes = context.codes();
        return codes.find(report.result().code()).isPresent()
                || !report.isFinal() && codes.all().isEmpty();
    }

    /** A live request that the provider makes to us, if it makes any. */
    default Optional<Inbound> inbound(ProviderContext context) {
        return Optional.empty();
    }

    /** The name of that request's operation, known before there is a configuration. */
    default Optional<String> inboundOperation() {
        return Optional.empty();
    }

    /** Makes a report of a callback. */
    @FunctionalInterface
    interface CallbackReader {
        Report read(String token, Callback callback);

        /**
         * Likewise, with what was sent for the record, where that could be had: what the provider tells of the record
         * is compared with it. A difference is told in the report's detail; the report stands.
         */
        default Report read(String token, Callback callback, Map<String, String> sent) {
            return read(token, callback);
        }

        /** Whether it needs what was sent for the record; the journal is asked for it with each callback then. */
        default boolean comparesWithSent() {
            return false;
        }

        /** Whether it only tells a difference: it does without what was sent where many callbacks come at once. */
        default boolean tellsDifferences() {
            return false;
        }
    }
}
