package io.dromedial.chaos;

/** A row that was dropped: to be found again by its reference in the results and by its digits in the ledger. */
record Row(Site site, String operation, String file, String reference, String phone) {}
