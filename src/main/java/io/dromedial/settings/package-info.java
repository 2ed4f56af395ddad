/** One declaration a setting: it feeds parsing, lint, defaults, the documents and the shipped template. */
package io.dromedial.settings;
