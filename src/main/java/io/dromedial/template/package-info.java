/**
 * Route templates for the common cases: a further drop folder, a table that feeds an operation, results written back to a
 * table, a schedule; and the checks of what users made of them. Users fill one in with a few lines of YAML in {@code routes/}.
 */
package io.dromedial.template;
