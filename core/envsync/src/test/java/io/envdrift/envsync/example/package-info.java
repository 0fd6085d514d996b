/** A program that uses EnvSync's client. */
@NullMarked
package io.envdrift.envsync.example;

import org.jspecify.annotations.NullMarked;
