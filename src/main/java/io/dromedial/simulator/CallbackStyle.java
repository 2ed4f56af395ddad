package io.dromedial.simulator;

/** How a callback travels; {@code ROTATE} takes the three in turn. */
public enum CallbackStyle {
    QUERY,
    FORM,
    JSON,
    ROTATE;

    CallbackStyle turn(int number) {
        return this == ROTATE ? values()[Math.floorMod(number, ROTATE.ordinal())] : this;
    }
}
