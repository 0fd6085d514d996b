package io.envdrift.cli.page;

import static io.envdrift.cli.page.PageSession.choose;
import static io.envdrift.cli.page.PageSession.enter;
import static io.envdrift.cli.page.PageSession.glance;
import static io.envdrift.cli.page.PageSession.row;
import static io.envdrift.cli.page.SampleServer.CANARY;
import static org.assertj.core.api.Assertions.assertThat;

import org.openqa.selenium.By;

/** An owner issues a token for a part of an organization, and somebody works with it. The owner is signed in when it begins. */
record LimitedTokenStory(Browser browser, SampleServer server) {
    void play() {
        browser.view("access");
        browser.fill(By.cssSelector("[data-test='issue-name']"), "deploy");
        browser.fill(By.cssSelector("[data-test='issue-limits']"), "acme/backend/*");
        browser.fill(By.cssSelector("[data-test='issue-days']"), "7");
        choose("issue-role", "all");
        browser.click("issue-token");
        String token = browser.text("shown-once", "dotenv_");
        browser.click("dialog-yes");
        assertThat(browser.text("tokens", "deploy")).contains("acme/backend/*", "in 7 days");
        browser.lock();
        theTokenShowsItsPart(token);
        browser.lock();
        enter("levels", "token", server.levelsToken);
        browser.settled("overview");
        browser.sees("No client key was given");
        browser.view("access");
        browser.click(By.cssSelector("[aria-label='Revoke the token of deploy']"));
        browser.click("dialog-yes");
        browser.sees("The token of deploy is revoked");
        browser.fill(By.cssSelector("[data-test='member-name']"), "dan@example.com");
        browser.click("add-member");
        browser.text("members", "dan@example.com");
        glance("levels-access");
        browser.click(By.cssSelector("[aria-label='Remove dan@example.com']"));
        browser.click("dialog-yes");
        browser.sees("is no member any more");
        browser.lock();
    }

    /** Whoever has it need not know the kind of its project: it goes into the field that happens to be there. */
    private void theTokenShowsItsPart(String token) {
        browser.fill(By.name("key"), token);
        browser.sees("That looks like a token of Levels");
        browser.fill(By.name("clientKey"), server.clientKey);
        browser.click("signin-submit");
        browser.settled("overview");
        browser.sees("Your token is limited to acme/backend/*");
        glance("limited-overview");
        browser.view("access");
        assertThat(browser.text("closed", "acme/backend/*")).contains("Tokens and members belong to the whole");
        assertThat(browser.isThere("issue-token")).isFalse();
        browser.click("nav-audit");
        browser.text("error", "The audit log belongs to the whole organization");
        browser.view("values");
        browser.click(By.cssSelector("select option[value$='acme/backend/production']"));
        row("HOST", "reveal");
        browser.text("value", CANARY + "-production");
    }
}
