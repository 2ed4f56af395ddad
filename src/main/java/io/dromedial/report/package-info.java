/** What providers say later, taken in; and what became of every record, written to files. */
package io.dromedial.report;
