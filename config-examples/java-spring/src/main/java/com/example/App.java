package com.example;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/** Prints a value that the repository holds encrypted. */
@SpringBootApplication
public class App {
    @Bean
    CommandLineRunner greet(@Value("${greeting}") String greeting) {
        return arguments -> System.out.println(greeting);
    }

    public static void main(String[] arguments) {
        SpringApplication.run(App.class, arguments);
    }
}
