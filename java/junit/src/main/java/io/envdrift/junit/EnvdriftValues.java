package io.envdrift.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Hands a test the values of an env file, decrypted in memory: to a parameter of type {@code EnvValues}, or {@code Map<String,
 * String>}. Keys are those of the environment, the keys file or the vault, as at run time.
 */
@Documented
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(EnvdriftExtension.class)
public @interface EnvdriftValues {
    /** The file, relative to the working directory of the tests. */
    String value();
}
