package io.dromedial.journal.camel;

import java.time.Duration;

/** What a consumer's thread waits on: news, the end of a pause, and being told to suspend or end. */
final class Signal {

    private boolean news;
    private boolean running = true;
    private boolean ended;

    synchronized void ring() {
        news = true;
        notifyAll();
    }

    synchronized void suspend() {
        running = false;
        notifyAll();
    }

    synchronized void resume() {
        running = true;
        notifyAll();
    }

    synchronized void end() {
        running = false;
        ended = true;
        notifyAll();
    }

    synchronized boolean running() {
        return running;
    }

    synchronized boolean ended() {
        return ended;
    }

    /** Waits while suspended; false at the end. */
    synchronized boolean ready() throws InterruptedException {
        while (!running && !ended) {
            wait();
        }
        return !ended;
    }

    /** Waits for news since the last time it came back, but no longer than that. */
    synchronized void await(Duration most) throws InterruptedException {
        long until = System.nanoTime() + most.toNanos();
        while (running && !news && until - System.nanoTime() > 0) {
            wait(left(until));
        }
        news = false;
    }

    /** Waits that long, whatever the news. */
    synchronized void pause(Duration most) throws InterruptedException {
        long until = System.nanoTime() + most.toNanos();
        while (running && until - System.nanoTime() > 0) {
            wait(left(until));
        }
    }

    private static long left(long until) {
        return Math.max(1, (until - System.nanoTime()) / 1_000_000);
    }
}
