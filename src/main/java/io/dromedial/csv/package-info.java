/** Comma-separated files as we read and write them: physical lines, strict decoding, and the spreadsheet guard. */
package io.dromedial.csv;
