package io.dromedial.delivery;

import java.time.Duration;
import java.util.OptionalDouble;

/**
 * How hard a provider may be driven.
 *
 * @param maxInFlight requests on the wire at once, of this process
 * @param rate requests a second; none for no limit
 * @param timeout how long one request may take
 * @param credential a hash of the credentials in use, by which a pause knows that they were changed
 * @param credentialKeys the keys that hold them, in words; empty where there are none
 */
public record Limits(int maxInFlight, OptionalDouble rate, Duration timeout, String credential, String credentialKeys) {

    public Limits(int maxInFlight, OptionalDouble rate, Duration timeout, String credential) {
        this(maxInFlight, rate, timeout, credential, "");
    }
}
