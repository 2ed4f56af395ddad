package io.dromedial.timing;

import java.util.Arrays;

/** Numbers to be compared with, in E.164 without the plus: eight bytes each. */
final class NumberList {

    private long[] numbers = new long[64];
    private int size;
    private boolean sorted = true;

    void add(String digits) {
        if (size == numbers.length) {
            numbers = Arrays.copyOf(numbers, 2 * size);
        }
        numbers[size++] = Long.parseLong(digits);
        sorted = false;
    }

    /** No more is added from here on. */
    NumberList complete() {
        numbers = Arrays.copyOf(numbers, size);
        Arrays.sort(numbers);
        sorted = true;
        return this;
    }

    boolean has(String digits) {
        if (!sorted) {
            throw new IllegalStateException("the list is not complete");
        }
        return Arrays.binarySearch(numbers, Long.parseLong(digits)) >= 0;
    }

    int size() {
        return size;
    }
}
