package io.envdrift.cli.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.openqa.selenium.By;

/** What the page does with a large project of a server that is not to be trusted. */
record HostileStory(Browser browser, HostileServer server) {
    /** Ten times what is allowed: the machine that runs this is shared. With {@code -Psoak} what is allowed. */
    private static final long LONGEST_MILLIS = Browser.ALL_LOOKS ? 200 : 2_000;

    private static final int MOST_CELLS = 700;

    void play() {
        browser.open(server.address() + "/ui/");
        browser.fill(By.name("key"), HostileServer.KEY);
        browser.fill(By.name("device"), HostileServer.DEVICE);
        browser.click("signin-submit");
        browser.settled("overview");
        harmless("overview");
        aThousandNamesInTwentyEnvironmentsMove();
        oddNamesAndValuesAreText();
        for (String view : List.of("history", "access", "audit", "keys")) {
            browser.view(view);
            harmless(view);
        }
        theAuditLogGoesOn();
        refusalsAreOneLineEach();
        anOlderVersionIsAskedAbout();
    }

    private void harmless(String view) {
        browser.find(By.cssSelector("[data-view='" + view + "']"));
        assertThat(browser.driver().findElements(By.cssSelector("#page img, #page script, #page b, #messages img")))
                .as("markup from outside in " + view)
                .isEmpty();
        assertThat(browser.body()).doesNotContain("\u202e");
        assertThat(browser.tooWide(view)).isEmpty();
        assertThat(browser.glanced("hostile-" + view)).as("axe-core").isEmpty();
    }

    private void aThousandNamesInTwentyEnvironmentsMove() {
        browser.view("drift");
        browser.text("count", "1007 names");
        harmless("drift");
        Map<String, List<?>> measured = new TreeMap<>();
        measured.put(
                "scrolling",
                browser.moved(
                        60, "grid.scrollTop += grid.scrollHeight / 60; grid.scrollLeft += grid.scrollWidth / 60;"));
        measured.put("filtering", browser.moved(40, """
            if (at % 10 === 0) {
              const field = document.querySelector("[data-test=filter]");
              field.value = ["1", "12", "name_0", ""][at / 10];
              field.dispatchEvent(new Event("input"));
            }
            """));
        measured.put(
                "only differences",
                browser.moved(
                        20, "if (at % 10 === 0) document.querySelector('[data-test=only-differences]').click();"));
        measured.forEach((what, of) -> {
            assertThat(((Number) of.getFirst()).longValue())
                    .as("longest task while " + what + ", in ms: " + measured)
                    .isLessThanOrEqualTo(LONGEST_MILLIS);
            assertThat(((Number) of.getLast()).intValue())
                    .as("cells at a time while " + what)
                    .isBetween(1, MOST_CELLS);
        });
    }

    private void oddNamesAndValuesAreText() {
        browser.view("values");
        browser.click(By.cssSelector("select[data-test='place'] option[value='production']"));
        browser.settled("values");
        browser.text("count", "987 names");
        browser.fill(By.cssSelector("[data-test='search']"), "__proto__");
        browser.text("count", "1 of 987");
        browser.click("reveal");
        assertThat(browser.text("unseen", "\\u0000")).contains("\\u202e");
        browser.click("reveal");
        browser.fill(By.cssSelector("[data-test='search']"), "TWIN");
        browser.text("count", HostileServer.TWINS.size() + " of 987");
        assertThat(browser.text("values", "TWIN"))
                .contains("TWIN\\u{e0041}", "TWIN\\u3164", "TWIN\\ufe0f", "TWIN\\u00a0");
        browser.click(By.cssSelector("[data-name='TWIN\u3164'] [data-test='reveal']"));
        browser.text("unseen", "\\u3164");
        browser.fill(By.cssSelector("[data-test='search']"), "onerror");
        browser.text("values", "<img src=x onerror=alert(1)>\\u202eevil\\u0000xxx");
        browser.click("reveal");
        browser.text("unseen", "\\u202e");
        browser.click("reveal");
        harmless("values");
    }

    private void theAuditLogGoesOn() {
        browser.view("audit");
        browser.text("count", "50 of 500 so far");
        browser.fill(By.cssSelector("[data-test='search']"), HostileServer.OLDER);
        browser.text("count", "0 of 0 so far");
        browser.click("more");
        browser.text("count", "1 of 1");
        assertThat(browser.isThere("more")).isFalse();
        browser.fill(By.cssSelector("[data-test='search']"), " ");
        browser.text("count", "50 of 501");
        PageSession.choose("action", HostileServer.OLDER);
        browser.text("count", "1 of 1");
    }

    private void refusalsAreOneLineEach() {
        browser.view("audit");
        Map.of(
                        401, "does not accept the key",
                        403, "needs the secret of an approved device",
                        409, "changed it meanwhile",
                        429, "no more calls",
                        500, "failed by itself",
                        503, "database is busy")
                .forEach((status, said) -> {
                    server.refuse(status);
                    browser.click("nav-audit");
                    String told = browser.text("error", said);
                    assertThat(told.lines().filter(line -> !line.isBlank()).count())
                            .as(told)
                            .isLessThanOrEqualTo(4);
                    assertThat(told).doesNotContain("\u202e");
                });
        server.refuse(0);
        server.cut(true);
        browser.click("retry");
        browser.text("error", "does not answer");
        server.cut(false);
        browser.click("retry");
        browser.settled("audit");
        assertThat(browser.isThere("retry")).isFalse();
    }

    private void anOlderVersionIsAskedAbout() {
        server.version(3);
        browser.click("nav-values");
        browser.text("error", "version 7 was there before");
        assertThat(browser.isThere("reveal")).isFalse();
        browser.click("accept");
        browser.settled("values");
        browser.find("reveal");
    }
}
