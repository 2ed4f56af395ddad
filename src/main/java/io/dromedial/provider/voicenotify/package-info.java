/**
 * VoiceNotify: many calls in one form-encoded request, one callback a call. Quirks: every number in its answers is a
 * text; failures in a group come only as a count; callbacks do not repeat our token, so it stands in their URL; the
 * result code may be empty, or stand in a field named {@code success}.
 */
package io.dromedial.provider.voicenotify;
