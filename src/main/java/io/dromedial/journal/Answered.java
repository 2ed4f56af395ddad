package io.dromedial.journal;

import io.dromedial.record.Result;
import java.util.Map;

/**
 * A live request of a provider's to us that was answered at once.
 *
 * @param fields what was asked, as it comes back in results
 * @param result the provider's name for it, and in {@code detail} what was answered
 */
public record Answered(Map<String, String> fields, Result result) {}
