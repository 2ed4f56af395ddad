/** The command line. Commands that look or act talk to the running runtime over its management API. */
package io.dromedial.cli;
