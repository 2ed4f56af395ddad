/**
 * InnoCalls: a call that bridges two people, scheduled if wanted, its end found by looking it up; calls can be edited and
 * deleted. Quirks: a failure may come as HTTP 200 with {@code success} false; ids look like UUIDs and are none; a look-up
 * is a GET, though a sample of the document posts it to the address that places calls; statuses are words of which the
 * document shows two.
 */
package io.dromedial.provider.innocalls;
