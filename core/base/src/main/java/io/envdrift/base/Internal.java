package io.envdrift.base;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks what belongs to envdrift alone and changes without notice, also where it is public: a package with all its types, or a
 * method of a type that stays. The types that stay are listed in the README; packages without this mark hold those, and what their
 * signatures name.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.PACKAGE, ElementType.METHOD})
public @interface Internal {}
