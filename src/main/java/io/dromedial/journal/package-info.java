/**
 * Durable truth: every record, what was tried and what became of it. One writer commits in groups; a record is
 * written as sending before its request leaves. The only package that reads or writes our own tables.
 */
package io.dromedial.journal;
