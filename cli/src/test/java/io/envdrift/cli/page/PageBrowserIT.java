package io.envdrift.cli.page;

import static io.envdrift.cli.page.SampleServer.CANARY;
import static io.envdrift.cli.page.SampleServer.PASSPHRASE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WindowType;

/**
 * The page in a real browser against the real server, with data that our command lines made. One browser and one server serve all
 * tests, in this order, and a session goes on from test to test; pictures of every view are in {@code target/pictures}.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PageBrowserIT extends PageSession {
    @Test
    @Order(1)
    void overPlainHttpToAnotherHostNothingIsAsked() {
        browser.open("http://" + Browser.PLAIN_HOST + ":" + server.address().getPort() + "/ui/");
        browser.text("no-crypto", "--tls-certificate");
        assertThat(browser.driver().findElements(By.cssSelector("input, form"))).isEmpty();
    }

    @Test
    @Order(2)
    void aServerThatIsTakenOverDoesNoHarm() throws IOException {
        try (HostileServer hostile = new HostileServer(server.address())) {
            new HostileStory(browser, hostile).play();
        }
    }

    @Test
    @Order(3)
    void theKeyboardAloneFindsWhatIsMissingInProduction() throws IOException {
        browser.open(server.address() + "/");
        browser.find("signin");
        firstView();
        look("signin");
        browser.tabTo("[name='key']");
        browser.paste(server.laptop.key());
        browser.press(Keys.TAB);
        browser.paste(server.device);
        browser.press(Keys.ENTER);
        browser.settled("overview");
        browser.text("waits", "production lacks");
        browser.text("waits", "STRIPE_SECRET");
        browser.text("waits", "ci <b>runner</b> waits for approval");
        look("overview");
        browser.tabTo("[data-test='nav-drift']");
        browser.press(Keys.ENTER);
        browser.settled("drift");
        browser.text("summary", "STRIPE_SECRET");
        String missing = ".cell[aria-label='STRIPE_SECRET in production: missing']";
        browser.find(By.cssSelector(missing));
        look("drift");
        browser.tabTo("[data-test='only-differences']");
        browser.press(Keys.SPACE);
        browser.await(
                "only differences",
                () -> browser.find("matrix").getText().contains("API_URL")
                        ? java.util.Optional.empty()
                        : Optional.of(true));
        browser.tabTo(".cell");
        for (int i = 0;
                i < 9
                        && browser.driver()
                                .switchTo()
                                .activeElement()
                                .getDomAttribute("aria-label")
                                .matches("(?!STRIPE_SECRET in).*");
                i++) {
            browser.press(Keys.ARROW_DOWN);
        }
        browser.press(Keys.END);
        assertThat(browser.driver().switchTo().activeElement().getDomAttribute("aria-label"))
                .isEqualTo("STRIPE_SECRET in production: missing");
        browser.press(Keys.ARROW_LEFT, Keys.ENTER);
        browser.settled("values");
        assertThat(browser.driver().switchTo().activeElement().getTagName())
                .as("the focus is not lost with the table")
                .isEqualTo("h1");
        browser.tabTo("[data-test='reveal']");
        browser.press(Keys.ENTER);
        browser.text("value", CANARY + "-stripe");
    }

    /** What the first view costs, in requests and bytes; how long it took on this machine is written down beside the pictures. */
    private static void firstView() throws IOException {
        Map<?, ?> cost = browser.firstView();
        Files.writeString(Browser.PICTURES.resolve("first-view.txt"), cost + "\n");
        assertThat(((Number) cost.get("requests")).intValue()).isBetween(30, 60);
        assertThat(((Number) cost.get("bytes")).intValue()).isBetween(30_000, 150_000);
    }

    @Test
    @Order(4)
    void theMatrixIsCopiedAndSavedWithoutValues() {
        browser.view("drift");
        browser.click("copy-text");
        browser.sees("Copied the table");
        assertThat(browser.clipboard())
                .matches("(?s)Name +staging +production\\n.*STRIPE_SECRET +A? *\\S* *missing\\n.*")
                .doesNotContain(CANARY);
        browser.click("save-csv");
        assertThat(browser.saved("drift.csv"))
                .startsWith("Name,staging,production\r\n")
                .containsPattern("\nSTRIPE_SECRET,\\w+,missing\r\n")
                .doesNotContain(CANARY);
    }

    @Test
    @Order(5)
    void aColleaguesDeviceIsApprovedAndPulls() {
        assertThat(server.second.run("vault-env", "pull", "--env", "staging").exit())
                .isNotZero();
        browser.view("overview");
        browser.click("approve");
        browser.sees("is approved. It reads values with the team’s device secret");
        // The device is known; the environment's key is wrapped by the secret that opens it, which the colleague
        // brings.
        assertThat(server.second.run("vault-env", "pull", "--env", "staging").err())
                .doesNotContain("not yet approved");
        browser.view("access");
        browser.text("devices", "ci <b>runner</b>");
        look("access");
    }

    @Test
    @Order(6)
    void valuesAreShownOneByOneAndAsText() {
        browser.view("values");
        place("staging");
        browser.find(By.cssSelector("[data-name='HOSTILE']"));
        assertThat(browser.body()).doesNotContain(CANARY);
        row("HOSTILE", "reveal");
        assertThat(browser.text("value", "onerror")).contains("<img src=x onerror=alert(1)>");
        assertThat(browser.text("unseen", "\\u202e")).contains("\\u202c");
        row("HOSTILE", "reveal");
        row("LONG", "reveal");
        assertThat(browser.text("value", "xxxx")).hasSize(64 << 10);
        row("LONG", "reveal");
        row("WINDOWS", "reveal");
        browser.text("unseen", "carriage return");
        row("WINDOWS", "edit");
        browser.click("keep");
        assertThat(browser.isThere("push"))
                .as("what nobody touched is no change")
                .isFalse();
        row("WINDOWS", "delete");
        browser.find("push");
        row("WINDOWS", "edit");
        browser.click("keep");
        assertThat(browser.isThere("push")).as("what is kept is not deleted").isFalse();
        row("DATABASE_URL", "copy");
        browser.sees("Copied DATABASE_URL");
        assertThat(browser.clipboard()).isEqualTo("postgres://" + CANARY + "-stage");
        look("values");
        browser.click("add");
        browser.fill(By.cssSelector("[data-test='new-name']"), "NOT A NAME");
        browser.click("keep");
        browser.text("error", "cannot be the name");
        browser.fill(By.cssSelector("[data-test='new-name']"), "ADDED");
        browser.fill(By.cssSelector("[data-test='new-value']"), "by hand");
        browser.click("keep");
        row("API_URL", "delete");
        row("LOG_LEVEL", "edit");
        browser.fill(By.cssSelector("[data-test='new-value']"), "info");
        browser.click("keep");
        browser.click("push");
        browser.sees("staging is version 2 now");
        assertThat(staging("LOG_LEVEL")).isEqualTo("info");
        assertThat(staging("ADDED")).isEqualTo("by hand");
        assertThat(server.laptop
                        .run("vault-env", "get", "API_URL", "--env", "staging")
                        .exit())
                .isNotZero();
    }

    @Test
    @Order(7)
    void twoWindowsConflictAndNothingIsLost() throws IOException {
        row("LOG_LEVEL", "edit");
        browser.fill(By.cssSelector("[data-test='new-value']"), "mine");
        browser.click("keep");
        String mine = browser.driver().getWindowHandle();
        browser.driver().switchTo().newWindow(WindowType.TAB);
        browser.open(server.address() + "/");
        enter("vault-env", "key", server.laptop.key(), "device", server.device);
        browser.settled("overview");
        browser.view("values");
        place("staging");
        row("LOG_LEVEL", "edit");
        browser.fill(By.cssSelector("[data-test='new-value']"), "theirs");
        browser.click("keep");
        browser.click("push");
        browser.sees("staging is version 3 now");
        browser.driver().close();
        browser.driver().switchTo().window(mine);

        browser.click("push");
        browser.find("conflict");
        look("conflict");
        // The view shows their version then, and my change still must not replace theirs unseen.
        browser.click("conflict-back");
        browser.click("push");
        browser.find("conflict");
        assertThat(browser.find("conflict-push").isEnabled()).isFalse();
        browser.click("take-mine");
        browser.click("conflict-push");
        browser.sees("staging is version 4 now");
        assertThat(staging("LOG_LEVEL")).isEqualTo("mine");
    }

    @Test
    @Order(8)
    void historyComparesAndRollsBack() {
        browser.view("history");
        browser.sees("v4");
        assertThat(browser.find(By.cssSelector("time")).getDomAttribute("title"))
                .as("the exact time on hover")
                .matches(".*\\b20\\d\\d\\b.*\\d:\\d\\d:\\d\\d.*");
        look("history");
        browser.click(By.cssSelector("[data-test='pick-older'][value='1']"));
        browser.text("compared", "From v1 to v4");
        browser.text("compared", "LOG_LEVEL");
        assertThat(browser.text("compared", "ADDED"))
                .contains("Removed (1)", "API_URL")
                .doesNotContain("debug");
        browser.click(By.cssSelector("[data-name='LOG_LEVEL'] [data-test='reveal-version']"));
        browser.text("compared", "debug");
        browser.click(By.cssSelector("[aria-label='Roll back to version 2']"));
        browser.click("dialog-cancel");
        browser.click(By.cssSelector("[aria-label='Roll back to version 2']"));
        browser.click("dialog-yes");
        browser.sees("staging is version 5 now, with what version 2 held");
        assertThat(staging("LOG_LEVEL")).isEqualTo("info");
    }

    @Test
    @Order(9)
    void theAuditLogIsFilteredAndSaved() {
        browser.view("audit");
        browser.text("audit", "push");
        look("audit");
        browser.click("only-refused");
        browser.await(
                "refused",
                () -> Optional.of(browser.find("audit").getText()).filter(text -> !text.contains("rollback")));
        browser.text("audit", "refused, 403");
        browser.click("only-refused");
        choose("action", "rollback");
        browser.text("count", "1 of 1");
        choose("action", "");
        browser.fill(By.cssSelector("[data-test='search']"), "push production");
        browser.text("count", "1 of 1");
        browser.click("save-csv");
        assertThat(browser.saved("audit.csv"))
                .startsWith("When,Who,What,Where,Result,From,Client\r\n")
                .containsPattern("(?m)^[^,]+,[^,]+,push,production,ok,127\\.0\\.0\\.1,")
                .hasLineCount(2);
        browser.view("keys");
        browser.sees("acme/app");
        look("keys");
    }

    @Test
    @Order(10)
    void afterTenIdleMinutesAndAtAClickAllIsGone() {
        browser.view("values");
        place("production");
        row("DATABASE_URL", "reveal");
        browser.text("value", CANARY + "-prod");
        // A minute is left for the machine, which may be slow between the last click and here.
        browser.driver()
                .executeScript(
                        "const now = Date.now; Date.now = () => now() + 540_000; dispatchEvent(new Event('focus'))");
        assertThat(browser.body()).contains(CANARY);
        browser.driver()
                .executeScript(
                        "const now = Date.now; Date.now = () => now() + 60_000; dispatchEvent(new Event('focus'))");
        browser.text("why", "ten minutes");
        assertThat(browser.driver().getPageSource()).doesNotContain(CANARY);
    }

    @Test
    @Order(11)
    void aWrongKeyIsSaidInOneSentence() throws IOException {
        browser.driver().navigate().refresh();
        browser.text("why", "reloaded");
        String key = server.laptop.key();
        String wrong = key.substring(0, key.length() - 4) + (key.endsWith("0000") ? "1111" : "0000");
        enter("vault-env", "key", wrong);
        assertThat(browser.text("error", ".")).doesNotContain(wrong);
        enter("vault-env", "key", "rubbish");
        browser.text("error", "no project key");
        enter("vault-env", "key", key, "device", "");
        browser.settled("overview");
        browser.sees("this project shows its devices to the key alone");
        browser.view("access");
        browser.text("devices", "ci <b>runner</b>");
        assertThat(browser.isThere("nav-values")).isFalse();
        browser.lock();
        enter("envsync", "token", "x.y.z");
        browser.text("error", "does not accept");
        enter("envsync", "token", server.envsyncToken, "passphrase", "not the passphrase");
        browser.text("error", "passphrase");
    }

    @Test
    @Order(12)
    void envSyncShowsDriftAndValuesOfBranches() {
        enter("envsync", "token", server.envsyncToken, "passphrase", PASSPHRASE);
        browser.settled("overview");
        browser.text("waits", "NEW_FLAG");
        glance("envsync-overview");
        browser.view("drift");
        browser.find(By.cssSelector(".cell[aria-label='NEW_FLAG in main: missing']"));
        browser.view("values");
        place("main");
        row("API_KEY", "reveal");
        browser.text("value", CANARY + "-main");
        glance("envsync-values");
        row("DEBUG", "edit");
        browser.fill(By.cssSelector("[data-test='new-value']"), "true");
        browser.click("keep");
        browser.click("push");
        browser.sees("main is version 2 now");
        browser.view("history");
        browser.click("compare");
        browser.text("compared", "Changed (1)");
        browser.view("audit");
        browser.text("audit", "ada@example.com");
    }

    @Test
    @Order(13)
    void anOwnerIssuesTokensAndInvitesAndTakesThemBack() {
        new InviteStory(browser).play();
    }

    @Test
    @Order(14)
    void peopleSignInAtTheirProvider() {
        browser.click("kind-envsync");
        server.provider.deny(true);
        browser.click("provider");
        browser.text("error", "did not sign you in");
        server.provider.deny(false);
        browser.fill(By.name("passphrase"), PASSPHRASE);
        browser.click("provider");
        browser.settled("overview");
        browser.sees(StubProvider.PERSON);
        // Its people are good for two projects; "acme" comes first and holds nothing yet.
        choose("project", "shop");
        browser.await(
                "shop",
                () -> Optional.of(browser.find(By.tagName("h1")).getText()).filter("shop"::equals));
        browser.view("values");
        place("main");
        row("API_KEY", "reveal");
        browser.text("value", CANARY + "-main");
        browser.lock();
        browser.click("kind-levels");
        browser.fill(By.name("clientKey"), server.clientKey);
        browser.click("provider");
        browser.settled("overview");
        browser.sees(StubProvider.PERSON);
        browser.await(
                "one window",
                () -> Optional.of(browser.driver().getWindowHandles()).filter(all -> all.size() == 1));
        browser.lock();
    }

    @Test
    @Order(15)
    void levelsMergeAndResolve() {
        enter("levels", "token", server.levelsToken, "clientKey", server.clientKey);
        browser.settled("overview");
        glance("levels-overview");
        browser.view("values");
        browser.click(By.cssSelector("select option[value$='acme/backend/production']"));
        row("URL", "reveal");
        browser.text("resolved", "https://" + CANARY + "-production/");
        glance("levels-values");
        row("HOST", "edit");
        browser.fill(By.cssSelector("[data-test='new-value']"), CANARY + "-moved");
        browser.click("keep");
        browser.click("push");
        browser.sees("is version 2 now");
        browser.view("history");
        browser.click("compare");
        browser.text("compared", "Changed (1)");
        browser.click("roll-back");
        browser.click("dialog-yes");
        browser.sees("is version 3 now");
        browser.view("drift");
        browser.click("all-levels");
        browser.find(By.cssSelector(".cell[aria-label^='HOST in backend/production:']"));
        browser.view("audit");
        browser.text("audit", "127.0.0.1");
    }

    @Test
    @Order(16)
    void tokensOfLevelsHaveScopeLimitsAndAnEnd() {
        new LimitedTokenStory(browser, server).play();
    }

    @Test
    @Order(17)
    void reportsTellSinceWhenAKeyDoesNotFit() {
        // An owner may read them, too: a token that is known for another kind stays where it was put.
        enter("reports", "token", server.levelsToken);
        browser.settled("keys");
        browser.sees("acme/app");
        browser.lock();
        enter("reports", "token", server.readToken);
        browser.settled("keys");
        browser.sees("acme/app");
        browser.sees("b2c3d4e5".substring(0, 7));
        glance("reports");
        browser.lock();
    }

    @Test
    @Order(18)
    void nothingIsKeptAndNothingLeavesThePage() throws IOException {
        assertThat(browser.stored()).isEmpty();
        for (String secret : server.secrets()) {
            try (Stream<Path> files = Files.walk(server.data())) {
                assertThat(files.filter(Files::isRegularFile)).noneMatch(file -> holds(file, secret));
            }
        }
        assertThat(browser.complaints()).isEmpty();
        assertThat(findings).as("axe-core").isEmpty();
        assertThatThrownBy(() -> browser.driver().executeScript("document.body.innerHTML = '<b>x</b>'"))
                .as("the policy binds")
                .hasMessageContaining("TrustedHTML");
    }

    @Test
    @Order(19)
    void aServerThatStopsIsSaidWithTheWayOut() throws IOException {
        enter("vault-env", "key", server.laptop.key(), "device", server.device);
        browser.settled("overview");
        server.stop();
        browser.click("nav-drift");
        browser.text("error", "does not answer");
        browser.find("retry");
    }

    /** The server's access log has the paths of these addresses, and nothing else of a call: LoggingIT. */
    @Test
    @Order(20)
    void nothingSecretWasInAnAddressOrOnTheWire() throws IOException {
        browser.close();
        List<String> addresses = browser.network().addresses();
        String bytes = browser.network().bytes();
        assertThat(addresses).anyMatch(each -> each.endsWith("/api/v1/secrets/pull"));
        assertThat(bytes).contains("POST /api/v1/secrets/pull HTTP/1.1", "Bearer " + server.envsyncToken);
        for (String secret : server.secrets()) {
            assertThat(bytes.contains(secret)).as("%s on the wire", secret).isFalse();
            assertThat(addresses).noneMatch(each -> each.contains(secret));
        }
        for (String token : List.of(server.envsyncToken, server.levelsToken, server.readToken)) {
            assertThat(addresses).noneMatch(each -> each.contains(token));
        }
    }
}
