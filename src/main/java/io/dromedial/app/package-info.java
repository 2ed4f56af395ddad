/** Puts the house together by hand: configuration, journal, Camel, delivery, intake, results, servers. */
package io.dromedial.app;
