/** Voitex. */
package io.dromedial.provider.voitex;
