package io.dromedial.journal;

/**
 * One step of a ladder, as a record would take it.
 *
 * @param operation the provider's
 * @param fields its fields as JSON, ready for the wire
 * @param groupKey equal for records that may share a request
 */
public record Rung(String operation, String fields, long groupKey) {}
