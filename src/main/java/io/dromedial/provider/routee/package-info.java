/**
 * Routee: many recipients in one campaign, sent as JSON with a bearer token that is fetched with the application's id
 * and secret. Quirks: the token endpoint hands out the same token again while it lives; the answer names no single
 * message, so callbacks and tracking are matched by the callee's digits; a campaign's name is unique, so that a campaign
 * in doubt can be found by it; keys that a callee pressed are told by the tracking alone.
 */
package io.dromedial.provider.routee;
