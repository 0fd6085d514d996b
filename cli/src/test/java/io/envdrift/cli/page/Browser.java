package io.envdrift.cli.page;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.ElementNotInteractableException;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** The machine's own Chromium without a screen: nothing is downloaded, nothing of a user's is touched, and all ends with it. */
final class Browser implements AutoCloseable {
    static final Path PICTURES = Path.of("target", "pictures");
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int MOST_TABS = 120;
    private static final int TAB = 9;
    private static final int NARROW = 360;
    private static final int WIDE = 1280;

    static final String PLAIN_HOST = "page.example";

    /** Rows that are like those above them: what axe-core finds in a dozen, it finds in all. */
    private static final String REPEATED =
            "['tbody tr:nth-child(n+13)', '.grid-row:nth-child(n+13)', '.value-row:nth-child(n+13)']";

    static final boolean ALL_LOOKS = Boolean.getBoolean("envdrift.soak");

    private final ChromeDriver driver;
    private final Path downloads;
    private final NetworkLog network;
    private final List<String> violations = new ArrayList<>();

    private Browser(ChromeDriver driver, Path downloads, NetworkLog network) {
        this.driver = driver;
        this.downloads = downloads;
        this.network = network;
        driver.manage().timeouts().scriptTimeout(PATIENCE);
    }

    /** Tells whether this machine has what is needed. */
    static boolean isHere() {
        return program("chromium").isPresent() && program("chromedriver").isPresent();
    }

    private static Optional<Path> program(String name) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /**
     * Starts it.
     *
     * @param profile a directory of its own; what pages save lands beside it
     */
    static Browser start(Path profile) {
        NetworkLog network = new NetworkLog(profile.resolveSibling("network.json"));
        ChromeOptions options = new ChromeOptions();
        options.setBinary(program("chromium").orElseThrow().toFile());
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--lang=en",
                // A host that is this machine, and that the browser does not know for it: pages from there are not
                // secure.
                "--host-resolver-rules=MAP " + PLAIN_HOST + " 127.0.0.1",
                "--log-net-log=" + network.file(),
                "--net-log-capture-mode=Everything",
                "--user-data-dir=" + profile);
        options.setAcceptInsecureCerts(true);
        Path downloads = profile.resolveSibling("downloads");
        options.setExperimentalOption(
                "prefs",
                Map.of("download.default_directory", downloads.toString(), "download.prompt_for_download", false));
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        options.setCapability("goog:loggingPrefs", logs);
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(program("chromedriver").orElseThrow().toFile())
                .usingAnyFreePort()
                .build();
        return new Browser(new ChromeDriver(service, options), downloads, network);
    }

    ChromeDriver driver() {
        return driver;
    }

    void open(String url) {
        driver.get(url);
    }

    private static By hook(String test) {
        return By.cssSelector("[data-test='" + test + "']");
    }

    private static String css(By by) {
        By.Remotable.Parameters wanted = ((By.Remotable) by).getRemoteParameters();
        return wanted.using().equals("name") ? "[name='" + wanted.value() + "']" : String.valueOf(wanted.value());
    }

    /** Waits until something is there that can be seen. */
    WebElement find(By by) {
        return await(by.toString(), () -> seen(by, ""));
    }

    WebElement find(String test) {
        return find(hook(test));
    }

    boolean isThere(String test) {
        return seen(hook(test), "").isPresent();
    }

    /** Returns the first element that can be seen, after a statement that knows it as {@code found}: one call to the browser. */
    private Optional<WebElement> seen(By by, String then) {
        return Optional.ofNullable((WebElement) driver.executeScript("""
            const found = [...document.querySelectorAll(arguments[0])].find(each => (each.closest("select") ?? each)
              .checkVisibility({ opacityProperty: true, visibilityProperty: true }));
            if (found) { THEN }
            return found ?? null;
            """.replace("THEN", then), css(by)));
    }

    void click(By by) {
        await("click " + by, () -> {
            Optional<WebElement> element = seen(by, "found.scrollIntoView({block: 'center'});");
            element.ifPresent(WebElement::click);
            return element;
        });
    }

    void click(String test) {
        click(hook(test));
    }

    /** Puts a text into a field in one piece, as people paste keys, instead of what stands there. */
    void fill(By by, String text) {
        await("fill " + by, () -> seen(by, "found.focus(); found.select();"));
        paste(text);
    }

    /** Goes to a view by its link, and waits until it is drawn. */
    void view(String name) {
        click("nav-" + name);
        settled(name);
    }

    void settled(String name) {
        find(By.cssSelector("[data-view='" + name + "']:not([aria-busy]) h1"));
    }

    /** Waits until an element's text has a part. */
    String text(String test, String part) {
        return await(
                test + " with '" + part + "'",
                () -> Optional.ofNullable((String) driver.executeScript(
                        "return [...document.querySelectorAll(arguments[0])].map(each => each.innerText)"
                                + ".find(text => text.includes(arguments[1])) ?? null",
                        css(hook(test)),
                        part)));
    }

    /** Waits until the page's text has a part. */
    void sees(String part) {
        await("a page with '" + part + "'", () -> Optional.of(body()).filter(text -> text.contains(part)));
    }

    String body() {
        return String.valueOf(driver.executeScript("return document.body.innerText"));
    }

    void press(CharSequence... keys) {
        driver.switchTo().activeElement().sendKeys(keys);
    }

    /** Presses Tab until the focus is where a selector says: who has a keyboard alone must get there. */
    void tabTo(String selector) {
        for (int i = 0; i < MOST_TABS; i++) {
            if (Boolean.TRUE.equals(
                    driver.executeScript("return document.activeElement.matches(arguments[0])", selector))) {
                return;
            }
            Map<String, Object> tab = Map.of("key", "Tab", "code", "Tab", "windowsVirtualKeyCode", TAB);
            for (String type : List.of("rawKeyDown", "keyUp")) {
                Map<String, Object> event = new TreeMap<>(tab);
                event.put("type", type);
                cdp("Input.dispatchKeyEvent", event);
            }
        }
        throw new AssertionError(MOST_TABS + " times Tab do not lead to " + selector);
    }

    /** Puts a text where the focus is, in one piece, as people paste keys. */
    void paste(String text) {
        cdp("Input.insertText", Map.of("text", text));
    }

    /** Locks the page by its button, which costs no new load. */
    void lock() {
        click("lock");
        find("signin");
    }

    /** Returns what the page copied. */
    String clipboard() {
        return String.valueOf(driver.executeAsyncScript("const done = arguments[arguments.length - 1];"
                + "navigator.clipboard.readText().then(done, e => done('' + e))"));
    }

    /** Lets pages of an address use the clipboard, as a person would. */
    void allowClipboard(String origin) {
        cdp(
                "Browser.grantPermissions",
                Map.of("origin", origin, "permissions", List.of("clipboardReadWrite", "clipboardSanitizedWrite")));
    }

    /** Waits until the page saved a file, and returns its text. */
    String saved(String name) {
        Path file = downloads.resolve(name);
        await(name, () -> Optional.of(file).filter(Files::exists));
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Moves something, a step for each frame.
     *
     * @param step a statement, which knows the number of the step as {@code at} and the table as {@code grid}
     *
     * @return the longest task that the page had meanwhile, in milliseconds of the wall's clock, and the most cells at a time
     */
    List<?> moved(int steps, String step) {
        return (List<?>) Objects.requireNonNull(driver.executeAsyncScript("""
            const [steps, done] = arguments;
            const grid = document.querySelector("[data-test=matrix]");
            let longest = 0, cells = 0, at = 0;
            const observer = new PerformanceObserver(list =>
              list.getEntries().forEach(each => { longest = Math.max(longest, each.duration); }));
            observer.observe({ type: "longtask" });
            const frame = () => {
              cells = Math.max(cells, document.querySelectorAll(".cell").length);
              if (at === steps) return setTimeout(() => { observer.disconnect(); done([Math.round(longest), cells]); }, 200);
              STEP
              at++;
              requestAnimationFrame(frame);
            };
            requestAnimationFrame(frame);
            """.replace("STEP", step), steps));
    }

    <T> T await(String what, Supplier<Optional<T>> condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        RuntimeException last = null;
        while (System.nanoTime() < end) {
            try {
                Optional<T> found = condition.get();
                if (found.isPresent()) {
                    return found.get();
                }
            } catch (StaleElementReferenceException | ElementNotInteractableException e) {
                last = e;
            }
            try {
                Thread.sleep(50);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
        throw new AssertionError("not there in time: " + what + "\n" + body(), last);
    }

    /**
     * Takes a picture and returns what axe-core finds, wide in light and narrow in dark; with {@code -Psoak} at each width in
     * both.
     */
    List<String> pictured(String name) {
        List<String> found = new ArrayList<>();
        for (int width : List.of(NARROW, WIDE)) {
            for (String scheme : ALL_LOOKS ? List.of("light", "dark") : List.of(width == NARROW ? "dark" : "light")) {
                found.addAll(pictured(name, width, scheme));
            }
        }
        asBefore();
        return found;
    }

    /** The same once, narrow in dark: enough where the other looks of a view were seen with other data. */
    List<String> glanced(String name) {
        if (ALL_LOOKS) {
            return pictured(name);
        }
        List<String> found = pictured(name, NARROW, "dark");
        asBefore();
        return found;
    }

    private List<String> pictured(String name, int width, String scheme) {
        width(width);
        media(List.of(Map.of("name", "prefers-color-scheme", "value", scheme)));
        picture(name + "-" + width + "-" + scheme);
        List<String> found = new ArrayList<>(tooWide(name + " " + width));
        found.addAll(axe(name + " " + width + " " + scheme));
        return found;
    }

    private void asBefore() {
        width(WIDE);
        media(List.of());
    }

    private void media(List<Map<String, String>> features) {
        cdp("Emulation.setEmulatedMedia", Map.of("features", features));
    }

    /** Returns what is wider than the window: nobody should have to scroll a whole page to the side. */
    List<String> tooWide(String where) {
        Object wide = driver.executeScript(
                "return document.documentElement.scrollWidth - document.documentElement.clientWidth");
        return wide instanceof Number more && more.longValue() > 0
                ? List.of(where + ": too wide by " + more)
                : List.of();
    }

    private void width(int pixels) {
        cdp(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", pixels, "height", 800, "deviceScaleFactor", 1, "mobile", false));
    }

    void picture(String name) {
        try {
            Files.createDirectories(PICTURES);
            Object data = cdp("Page.captureScreenshot", Map.of("format", "png", "optimizeForSpeed", true))
                    .get("data");
            Files.write(PICTURES.resolve(name + ".png"), Base64.getDecoder().decode(String.valueOf(data)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Map<String, Object> cdp(String command, Map<String, Object> arguments) {
        return driver.executeCdpCommand(command, arguments);
    }

    /** Returns a line for each thing that axe-core finds wrong, by the rules of WCAG 2.2 AA. */
    List<String> axe(String where) {
        if (!Boolean.TRUE.equals(driver.executeScript("return typeof axe === 'object'"))) {
            driver.executeScript(axeScript());
        }
        Object found = driver.executeAsyncScript("""
            const done = arguments[arguments.length - 1];
            const said = each => each.id + ": " + each.nodes.map(node => node.html.slice(0, 200) + " " + node.failureSummary).join(" | ");
            axe.run({ exclude: MANY.map(rows => [rows]) }, {
              runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
              resultTypes: ["violations"], selectors: false, preload: false, iframes: false,
            }).then(result => done(result.violations.map(said)), error => done(["axe: " + error]));
            """.replace("MANY", REPEATED));
        return ((List<?>) Objects.requireNonNull(found))
                .stream().map(each -> where + ": " + each).toList();
    }

    private static String axeScript() {
        try (InputStream in = Browser.class.getResourceAsStream("/axe.min.js")) {
            return new String(Objects.requireNonNull(in, "axe-core").readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns what it wrote down of its network, to be read when it has ended. */
    NetworkLog network() {
        return network;
    }

    /** Returns what the browser refused because of the page's policy, and errors of scripts. */
    List<String> complaints() {
        driver.manage().logs().get(LogType.BROWSER).forEach(entry -> {
            String message = entry.getMessage();
            if (message.contains("Content Security Policy")
                    || message.contains("Content-Security-Policy")
                    || message.contains("TrustedHTML")
                    || message.contains("TrustedScript")
                    || message.contains("Uncaught")) {
                violations.add(message);
            }
        });
        return violations;
    }

    /** Returns {requests, bytes} as they came over the wire, and {painted, form} in milliseconds from the start of the navigation. */
    Map<?, ?> firstView() {
        return (Map<?, ?>) Objects.requireNonNull(driver.executeScript("""
            const all = [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")];
            return {
              requests: all.length, bytes: all.reduce((sum, each) => sum + each.transferSize, 0),
              painted: Math.round(performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? 0),
              form: Math.round(performance.getEntriesByName("signin")[0].startTime),
            };
            """));
    }

    /** Returns all that the page stored: cookies, both storages, databases, caches, its address. */
    String stored() {
        return String.valueOf(driver.executeAsyncScript("const done = arguments[arguments.length -"
                + " 1];Promise.all([indexedDB.databases(), caches.keys(),"
                + " navigator.serviceWorker.getRegistrations()]).then(([d, c, w]) => done(document.cookie +"
                + " Object.keys(localStorage).join() + Object.keys(sessionStorage).join() + d.map(e => e.name).join() +"
                + " c.join() + w.map(e => e.scope).join()), e => done('' + e))"));
    }

    @Override
    public void close() {
        try {
            driver.quit();
        } catch (WebDriverException e) {
            throw new IllegalStateException("the browser did not end", e);
        }
    }
}
