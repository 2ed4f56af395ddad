/** The benchmark: parts of the product measured beside a bare HTTP loop. Run by {@code bench/run}, never by a test. */
package io.dromedial.bench;
