package com.example;

import org.eclipse.microprofile.config.ConfigProvider;

/** Prints a value that the repository holds encrypted. */
public class App {
    static String greeting() {
        return ConfigProvider.getConfig().getValue("greeting", String.class);
    }

    public static void main(String[] arguments) {
        System.out.println(greeting());
    }
}
