/** What a provider's home has to offer, and the table of outcomes that all of them share. */
package io.dromedial.provider;
