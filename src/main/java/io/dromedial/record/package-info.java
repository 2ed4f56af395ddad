/** The words of the house: operations, states, outcomes, reports. No Camel, no input or output. */
package io.dromedial.record;
