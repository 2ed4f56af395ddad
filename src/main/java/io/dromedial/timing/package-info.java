/**
 * When a record may ring its callee, by the callee's own clock and calendar; how often in a day; and whom never. Judged
 * right before each send. The zones are libphonenumber's.
 */
package io.dromedial.timing;
