package io.envdrift.cli.page;

import static io.envdrift.cli.page.PageSession.choose;
import static io.envdrift.cli.page.PageSession.enter;
import static io.envdrift.cli.page.PageSession.glance;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.openqa.selenium.By;

/** An owner hands out a token and invites, takes them back, and a colleague accepts one. The owner is signed in when it begins. */
record InviteStory(Browser browser) {
    void play() {
        browser.view("access");
        browser.fill(By.cssSelector("[data-test='issue-name']"), "bob@example.com");
        choose("issue-role", "readonly");
        browser.click("issue-token");
        String token = browser.text("shown-once", ".");
        browser.click("copy-once");
        assertThat(browser.clipboard()).isEqualTo(token).matches("[\\w-]+\\.[\\w-]+\\.[\\w-]+");
        browser.click("dialog-yes");
        browser.text("tokens", "bob@example.com");
        assertThat(browser.driver().getPageSource()).as("shown once").doesNotContain(token);
        browser.click(By.cssSelector("[aria-label='Revoke the token of bob@example.com']"));
        browser.click("dialog-yes");
        browser.text("tokens", "revoked");
        browser.fill(By.cssSelector("[data-test='issue-name']"), "eve@example.com");
        browser.click("invite");
        String unwanted = browser.text("shown-once", "");
        browser.click("dialog-yes");
        browser.text("invites", "eve@example.com");
        glance("envsync-access");
        browser.view("overview");
        browser.text("waits", "eve@example.com did not accept the invite yet");
        browser.view("access");
        browser.click("take-back");
        browser.click("dialog-yes");
        browser.sees("is taken back");
        browser.fill(By.cssSelector("[data-test='issue-name']"), "carol@example.com");
        choose("issue-role", "readonly");
        browser.click("invite");
        String code = browser.text("shown-once", "");
        browser.click("dialog-yes");
        browser.text("invites", "carol@example.com");

        browser.lock();
        browser.click("kind-envsync");
        browser.click(By.tagName("summary"));
        enter("envsync", "token", token);
        browser.text("error", "does not accept");
        for (String each : List.of(unwanted, code)) {
            browser.fill(By.name("project"), "shop");
            browser.fill(By.name("invite"), each);
            browser.click("signin-submit");
            if (each.equals(unwanted)) {
                browser.text("error", "No such invite");
            }
        }
        browser.text("shown-once", ".");
        browser.click("dialog-yes");
        browser.settled("overview");
        browser.sees("No passphrase was given");
        assertThat(browser.isThere("nav-access"))
                .as("who only reads hands nothing out")
                .isFalse();
        browser.lock();
    }
}
