/**
 * What keeps the HTTP components safe for calls that must not be made twice: nothing is repeated, every answer has an
 * end, and a request that provably never left says so.
 */
package io.dromedial.delivery.http;
