/**
 * Plays a provider over real HTTP on loopback: accepts requests as its document says, calls back, can be told to fail
 * in every way a provider or a network fails, and keeps a ledger of what arrived. Knows nothing of the runtime.
 */
package io.dromedial.simulator;
