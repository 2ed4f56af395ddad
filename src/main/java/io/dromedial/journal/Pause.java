package io.dromedial.journal;

/**
 * Why a provider sends nothing.
 *
 * @param since epoch milliseconds
 * @param credential a hash of the credentials that were refused, so that a start with others lifts the pause; empty
 *     for a pause that only a person lifts
 */
public record Pause(String provider, long since, String reason, String credential) {}
