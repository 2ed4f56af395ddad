/**
 * The Camel component {@code journal:}. Routes submit records with {@code journal:submit}, take results from
 * {@code journal:results} and bring what a provider said with {@code journal:report}.
 */
package io.dromedial.journal.camel;
