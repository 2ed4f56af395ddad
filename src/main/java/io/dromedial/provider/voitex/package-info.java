/**
 * Voitex: calls and SMS through its notify endpoint, two older endpoints beside it, recordings, spoken texts and contacts.
 * Quirks: what an answer means stands in its {@code status}, whatever the HTTP status; of a list, {@code invalid} names
 * the numbers that were not taken; names in answers may end in blanks, and the answer to an SMS is no JSON. A result
 * later than the answer does not exist. The other way round, a live call asks us where to go: the API Branch.
 */
package io.dromedial.provider.voitex;
