/**
 * The management side: an HTTP API over journal and delivery, a status page, health and metrics. Bound to loopback
 * unless configured; every path passes {@link io.dromedial.console.Guard} first.
 */
package io.dromedial.console;
