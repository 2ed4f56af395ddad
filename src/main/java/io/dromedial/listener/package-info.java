/** What both of our ports have in common: how long a connection may dawdle, and how many there may be. */
package io.dromedial.listener;
