package io.dromedial.console;

import java.util.List;
import java.util.stream.Stream;

/** The table of all paths (CONTRACT 7, and what the command line needs beside it). */
final class Paths {

    private static final long BODY = 64L << 20;
    private static final long FILE = 4L << 30;
    private static final String JSON = "application/json";
    private static final String CSV = "text/csv";

    private Paths() {}

    static List<Route> of(Engine engine) {
        return Stream.of(requests(engine), batches(engine), records(engine), runtime(engine), Page.routes())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Route> requests(Engine engine) {
        RequestsApi api = new RequestsApi(engine);
        SubmitApi submit = new SubmitApi(engine);
        return List.of(
                Route.get("/api/v1/requests", api::list, "state", "operation", "reference", "batch", "limit", "after"),
                Route.post("/api/v1/requests", submit::records, "operation", "batch")
                        .taking(BODY, JSON, CSV),
                Route.post("/api/v1/submit", submit::file, "operation", "name", "allow-duplicate")
                        .taking(FILE, CSV),
                Route.get("/api/v1/requests/{id}", api::one),
                Route.post("/api/v1/requests/{id}/redrive", api::redrive, "note"),
                Route.post("/api/v1/requests/{id}/cancel", api::cancel),
                Route.post("/api/v1/requests/{id}/resolve", api::resolve, "as", "note"));
    }

    private static List<Route> batches(Engine engine) {
        BatchesApi api = new BatchesApi(engine);
        return List.of(
                Route.get("/api/v1/batches", api::list, "operation", "name", "limit", "after"),
                Route.get("/api/v1/batches/{id}", api::one),
                Route.post("/api/v1/batches/{id}/cancel", api::cancel).slowly());
    }

    private static List<Route> records(Engine engine) {
        TroubleApi api = new TroubleApi(engine);
        return List.of(
                Route.get("/api/v1/dead-letters", api::deadLetters, "state", "operation", "batch", "limit", "after"),
                Route.post(
                                "/api/v1/dead-letters/redrive",
                                api::redriveAll,
                                "state",
                                "operation",
                                "batch",
                                "all",
                                "note")
                        .slowly(),
                Route.get("/api/v1/in-doubt", api::inDoubt, "operation", "batch", "limit", "after"),
                Route.post("/api/v1/in-doubt/resolve", api::resolveAll, "as", "operation", "batch", "note")
                        .slowly());
    }

    private static List<Route> runtime(Engine engine) {
        ProvidersApi providers = new ProvidersApi(engine);
        StatusApi status = new StatusApi(engine, providers);
        Observing observing = new Observing(engine, status::inDoubt);
        DoNotCallApi numbers = new DoNotCallApi(engine);
        return List.of(
                Route.get("/api/v1/do-not-call", numbers::list, "operation", "limit", "after"),
                Route.post("/api/v1/do-not-call", numbers::add, "operation", "number", "why"),
                Route.post("/api/v1/do-not-call/remove", numbers::remove, "operation", "number"),
                Route.post("/api/v1/callback-key/rotate", new KeysApi(engine)::rotate),
                Route.get("/api/v1/status", status::status),
                Route.get("/api/v1/providers", providers::list),
                Route.post("/api/v1/providers/{provider}/pause", providers::pause, "reason"),
                Route.post("/api/v1/providers/{provider}/resume", providers::resume),
                Route.get("/observe/health", observing::health),
                Route.get("/observe/metrics", observing::metrics));
    }
}
