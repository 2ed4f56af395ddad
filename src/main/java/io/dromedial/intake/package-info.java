/** What users give, made into records or set aside with a reason: header, row, phone numbers, times, JSON. */
package io.dromedial.intake;
