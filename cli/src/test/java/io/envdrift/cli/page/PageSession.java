package io.envdrift.cli.page;

import com.nimbusds.jose.JOSEException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;

/** One browser and one server for all stories of the page, and what people do in each of them. */
abstract class PageSession {
    @TempDir
    static Path directory;

    static SampleServer server;
    static Browser browser;
    static final List<String> findings = new ArrayList<>();

    @BeforeAll
    static void start() throws IOException, JOSEException {
        Assumptions.assumeTrue(Browser.isHere(), "there is no chromium with chromedriver on the PATH");
        CompletableFuture<Browser> starting =
                CompletableFuture.supplyAsync(() -> Browser.start(directory.resolve("profile")));
        try {
            server = new SampleServer(directory);
        } finally {
            browser = starting.join();
        }
        browser.allowClipboard(server.address().toString());
    }

    @AfterAll
    static void stop() throws IOException {
        if (browser != null) {
            browser.close();
        }
        if (server != null) {
            server.close();
        }
    }

    /** Signs in where the form is already, as after a lock. */
    static void enter(String kind, String... fields) {
        browser.click("kind-" + kind);
        for (int i = 0; i < fields.length; i += 2) {
            browser.fill(By.name(fields[i]), fields[i + 1]);
        }
        browser.click("signin-submit");
    }

    static void row(String name, String test) {
        browser.click(By.cssSelector("[data-name='" + name + "'] [data-test='" + test + "']"));
    }

    static void place(String name) {
        browser.click(By.cssSelector("select[data-test='place'] option[value='" + name + "']"));
    }

    static void choose(String test, String value) {
        browser.click(By.cssSelector("[data-test='" + test + "'] option[value='" + value + "']"));
    }

    static String staging(String name) {
        return server.laptop
                .ok("vault-env", "get", name, "--env", "staging", "--raw")
                .strip();
    }

    static void look(String name) {
        findings.addAll(browser.pictured(name));
    }

    static void glance(String name) {
        findings.addAll(browser.glanced(name));
    }

    static boolean holds(Path file, String text) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text);
        } catch (IOException e) {
            return false;
        }
    }
}
