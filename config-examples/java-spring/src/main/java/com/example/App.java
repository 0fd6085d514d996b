package com.example;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.cloud.context.config.annotation.RefreshScope;
import org.springframework.context.annotation.Bean;
import org.springframework.stereotype.Component;

/** Prints a value that the repository holds encrypted. */
@SpringBootApplication
public class App {
    @Bean
    CommandLineRunner greet(Greeting greeting) {
        return arguments -> System.out.println(greeting.text());
    }

    public static void main(String[] arguments) {
        SpringApplication.run(App.class, arguments);
    }

    /** Is made anew when the value was rotated while the application runs. */
    @Component
    @RefreshScope
    static class Greeting {
        private final String text;

        Greeting(@Value("${greeting}") String text) {
            this.text = text;
        }

        String text() {
            return text;
        }
    }
}
