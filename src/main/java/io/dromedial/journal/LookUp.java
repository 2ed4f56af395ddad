package io.dromedial.journal;

import java.util.List;

/**
 * Records whose results are asked for together: those of one earlier request, where the operation groups.
 *
 * @param call that request's number, as its route was given it
 */
public record LookUp(String operation, String call, List<Sought> records) {}
