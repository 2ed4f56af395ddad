/**
 * Voice2Phone: a call to one number, placed with JSON, its end found by looking it up. Quirks: what the numeric {@code
 * Status} means is published nowhere, so the configuration maps it and a pressed key alone counts as answered; the
 * document's prose asks for HTTP Basic and its samples for the bare key; its sample JSON is none; dates have no zone.
 */
package io.dromedial.provider.voice2phone;
