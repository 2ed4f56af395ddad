package io.dromedial.journal;

/**
 * Why a record is not sent although its own time has come.
 *
 * @param until when it is looked at again, in epoch milliseconds
 * @param why what it waits for, in words
 */
public record Held(long until, String why) {}
