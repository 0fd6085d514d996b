package com.example;

import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Prints a value that the repository holds encrypted. */
@QuarkusMain
public class App implements QuarkusApplication {
    @ConfigProperty(name = "greeting")
    String greeting;

    @Override
    public int run(String... arguments) {
        System.out.println(greeting);
        return 0;
    }
}
