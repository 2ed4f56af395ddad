package io.dromedial.app;

import io.dromedial.delivery.Delivery;
import io.dromedial.report.Doors;

/** Look-ups take their places among the delivery's own requests. */
record LookUpDoors(Delivery delivery) implements Doors {

    @Override
    public boolean open(String provider) {
        return delivery.open(provider);
    }

    @Override
    public boolean enter(String provider) {
        return delivery.enter(provider);
    }

    @Override
    public void leave(String provider, boolean used) {
        delivery.leave(provider, used);
    }

    @Override
    public void barred(String provider, String why) {
        delivery.barred(provider, why);
    }
}
