// Tries the frame and the parts in a browser, against dev/mock.mjs:
//   node dev/mock.mjs & CORDON=http://127.0.0.1:8080 npx vite --port 5173 & node dev/parts-try.mjs http://127.0.0.1:5173
// Each step says what it expects; the first that is not so ends it.
import assert from "node:assert/strict";
import { chromium } from "playwright-core";

const base = process.argv[2] ?? "http://127.0.0.1:5173";
const flags = "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync";
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: flags.split(" ") });
const context = await browser.newContext({ locale: "en-GB", viewport: { width: 1280, height: 900 } });
const page = await context.newPage();
page.setDefaultTimeout(20_000);
const failures = [];
page.on("pageerror", (e) => failures.push(e.message));
const focused = () => page.evaluate(() => document.activeElement?.getAttribute("aria-label") ?? document.activeElement?.textContent);
const line = () => page.evaluate(() => document.querySelector(".cm-activeLineGutter.cm-gutterElement")?.textContent);
const done = (what) => console.log("ok", what);

await page.goto(base);
await page.getByLabel("E-mail address").fill("mara@example.org");
await page.getByLabel("Password").fill("wrong");
await page.keyboard.press("Enter");
await page.getByText("e-mail address or password is not right").waitFor();
await page.getByLabel("Password").fill("right");
await page.keyboard.press("Enter");
await page.getByRole("button", { name: "Mara Lindqvist" }).waitFor();
done("a wrong password is told, the right one signs in");

await page.goto(`${base}/o/01JORG/p/01JPRJ/verification`);
await page.getByRole("heading", { level: 1, name: "Verification" }).waitFor();
await page.getByRole("link", { name: "Site integration" }).click();
await page.getByRole("heading", { level: 1, name: "Site integration" }).waitFor();
assert.equal(await focused(), "Site integration");
assert.equal(await page.title(), "Site integration · Infusion pump Aurora 3 · Cordon");
done("navigation moves the focus to the heading and names the window");

await page.keyboard.press("/");
await page.keyboard.type("verif");
await page.getByRole("option", { name: "Verification" }).waitFor();
await page.keyboard.press("Enter");
await page.getByRole("heading", { level: 1, name: "Verification" }).waitFor();
done("a page is found by name from the keyboard");

await page.goBack();
await page.getByRole("button", { name: "Mara Lindqvist" }).click();
await page.keyboard.press("Enter");
await page.getByRole("heading", { level: 1, name: "Your profile" }).waitFor();
await page.getByLabel("Name", { exact: true }).fill("Mara L");
await page.goBack();
await page.getByRole("dialog", { name: "Leave without saving?" }).waitFor();
await page.getByRole("button", { name: "Cancel" }).click();
assert.match(page.url(), /\/profile$/);
assert.equal(await page.getByLabel("Name", { exact: true }).inputValue(), "Mara L");
await page.getByRole("link", { name: "Cordon" }).click();
await page.getByRole("button", { name: "Leave and lose the changes" }).click();
await page.waitForURL(/\/o\//);
done("leaving with something unsaved asks first, by link and by Back");

await page.goto(`${base}/profile`);
await page.getByLabel("Name of the new token").fill("build server");
await page.getByRole("button", { name: "Make a token" }).click();
await page.getByText("is taken").waitFor();
assert.equal(await page.getByLabel("Name of the new token").getAttribute("aria-invalid"), "true");
await page.getByLabel("Name of the new token").fill("scanner");
await page.getByRole("button", { name: "Make a token" }).click();
await page.getByLabel("Token", { exact: true }).waitFor();
await page.keyboard.press("Escape");
await page.getByRole("button", { name: "Revoke: scanner" }).click();
await page.getByRole("button", { name: "Revoke", exact: true }).click();
await page.getByRole("button", { name: "Revoke: scanner" }).waitFor({ state: "detached" });
done("a token: what is wrong stands at its field, the secret is shown, it is revoked");

await page.getByLabel("Name", { exact: true }).fill("Mara still typing");
await context.clearCookies();
await page.route("**/api/v1/account/tokens", (r) => r.fulfill({ status: 401, contentType: "application/problem+json", body: "{}" }));
await page.getByLabel("Name of the new token").fill("x");
await page.getByRole("button", { name: "Make a token" }).click();
const again = page.getByRole("dialog", { name: "Sign in again" });
await again.waitFor();
await page.unroute("**/api/v1/account/tokens");
await again.getByLabel("E-mail address").fill("mara@example.org");
await again.getByLabel("Password").fill("right");
await page.keyboard.press("Enter");
await again.waitFor({ state: "detached" });
assert.equal(await page.getByLabel("Name", { exact: true }).inputValue(), "Mara still typing");
done("a session that ended loses nothing that was typed");

await page.goto(`${base}/dev/parts.html`);
const text = page.getByRole("textbox", { name: "system.yaml" });
await text.click();
await page.keyboard.press("Control+End");
await page.keyboard.type("x: 1");
const before = await line();
await page.locator("#outside").click();
await page.getByText("West ward").first().waitFor();
assert.equal(await line(), before);
assert.match(await text.innerText(), /x: 1/);
done("a change from outside keeps the cursor and what was typed");

await text.focus();
await page.keyboard.press("Control+Home");
await page.keyboard.press("F8");
await page.keyboard.press("F8");
assert.equal(await line(), "11");
await page.keyboard.press("Control+Shift+M");
await page.locator(".cm-panel-lint [aria-selected]").first().waitFor();
await page.keyboard.press("Escape");
await text.focus();
await page.keyboard.press("Control+f");
await page.getByRole("textbox", { name: "Find" }).waitFor();
await page.keyboard.press("Escape");
await page.keyboard.press("Tab");
assert.equal(await focused(), "system.yaml");
await page.keyboard.press("Escape");
await page.keyboard.press("Tab");
assert.notEqual(await focused(), "system.yaml");
await page.locator("#jump").click();
assert.equal(await line(), "12");
await page.keyboard.press("Alt+F1");
await page.getByText("line 12, column 5").waitFor();
await page.keyboard.press("Control+Space");
await page.getByRole("option", { name: /cloud/ }).waitFor();
await page.keyboard.press("Escape");
done("findings, search, suggestions, explanations; Escape and Tab leave the editor");

const lines = await page.evaluate(() => {
  const heights = (s) => [...document.querySelectorAll(s)].map((e) => e.getBoundingClientRect().height);
  return [heights(".cm-line")[2], heights(".cm-lineNumbers .cm-gutterElement")[3]];
});
assert.ok(Math.abs(lines[0] - lines[1]) < 1, `numbers stand beside their lines: ${lines}`);
await page.locator("#large").click();
await text.click();
await page.keyboard.press("Control+End");
const start = Date.now();
for (let i = 0; i < 20; i++) await page.keyboard.type("y");
console.log("   20 keys in a text of 2 MB:", Date.now() - start, "ms");
await page.waitForFunction(() => Number(document.querySelector("#typed")?.textContent) > 2_000_000);
done("a large text can be edited");

const point = page.locator(".point[tabindex='0']");
await point.focus();
const first = await focused();
await page.keyboard.press("ArrowRight");
assert.notEqual(await focused(), first);
await page.keyboard.press("Enter");
assert.equal(await page.locator(".point[aria-pressed=true]").getAttribute("aria-label"), await focused());
await page.getByRole("separator").focus();
await page.keyboard.press("ArrowRight");
assert.equal(await page.getByRole("separator").getAttribute("aria-valuenow"), "52");
await page.getByRole("tab", { name: "First" }).focus();
await page.keyboard.press("ArrowRight");
assert.match(page.url(), /view=b/);
await page.getByRole("button", { name: /^Risk/ }).click();
assert.match(page.url(), /threats.sort=risk/);
await page.getByRole("searchbox").fill("thr-0449");
await page.getByText("1 of 450 rows").waitFor();
done("options, bar, tabs and table by keyboard; their state is in the address");

assert.deepEqual(failures, []);
await browser.close();
