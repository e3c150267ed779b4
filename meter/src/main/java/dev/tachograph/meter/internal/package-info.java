/** What the packages of this library share. No part of the API: it may change at any time. */
@NullMarked
package dev.tachograph.meter.internal;

import org.jspecify.annotations.NullMarked;
