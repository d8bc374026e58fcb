// SPDX-License-Identifier: Apache-2.0
package io.fermata.e2e;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/// A real browser that notes what a page must not do: breaches of the content security policy, script errors, requests
/// to strangers.
final class Console implements AutoCloseable {

    private final Playwright playwright;
    private final Browser browser;
    private final List<String> complaints = new CopyOnWriteArrayList<>();

    Console() {
        var chromium = Path.of(Tools.chromium());
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright.chromium().launch(new BrowserType.LaunchOptions().setExecutablePath(chromium)
                .setArgs(List.of("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                        "--disable-background-networking", "--disable-component-update", "--disable-sync")));
    }

    /// A person's browser window.
    Page window(int width, boolean dark, boolean script) {
        BrowserContext context = browser.newContext(new Browser.NewContextOptions().setViewportSize(width, 900)
                .setColorScheme(dark ? ColorScheme.DARK : ColorScheme.LIGHT).setJavaScriptEnabled(script));
        var page = context.newPage();
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") && !message.text().contains("status of 4")) {
                complaints.add(page.url() + ": " + message.text());
            }
        });
        page.onPageError(error -> complaints.add(page.url() + ": " + error));
        page.onRequest(request -> {
            if (!request.url().startsWith("http://localhost:") && !request.url().startsWith("data:")) {
                complaints.add(page.url() + " asked a stranger: " + request.url());
            }
        });
        return page;
    }

    /// Signs a person in.
    Page signIn(Fermata fermata, String email, String password, int width, boolean dark, boolean script) {
        var page = window(width, dark, script);
        page.navigate(fermata.url() + "/signin");
        page.fill("#email", email);
        page.fill("#password", password);
        page.click("main button[type=submit], form button[type=submit]");
        return page;
    }

    List<String> complaints() {
        return List.copyOf(complaints);
    }

    /// A picture of the whole page, for people to look at.
    static void picture(Page page, String name) {
        page.screenshot(new Page.ScreenshotOptions().setFullPage(true)
                .setPath(Path.of(System.getProperty("fermata.e2e.directory"), "pictures", name + ".png")));
    }

    /// How many pixels the page is wider than its window.
    static int overflow(Page page) {
        return ((Number) page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
                .intValue();
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
