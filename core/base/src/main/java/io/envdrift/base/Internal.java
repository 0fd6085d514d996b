package io.envdrift.base;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a package with all its types, or a method of a promised type, as internal: it may change without notice, even
 * where it is public. The README lists the promised types; a package without this mark holds those types and the types
 * that their signatures name.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.PACKAGE, ElementType.METHOD})
public @interface Internal {}
