/**
 * Takes due records from the journal through their provider's route and puts back what came of it: pace, groups,
 * backoff, breaker, pauses. Nothing about retry lives only in memory.
 */
package io.dromedial.delivery;
