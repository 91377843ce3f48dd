// What people do on the system page, in Chromium: `node tests/pages/system.mjs`. Ends with 1 if something is not as it should be.
import assert from "node:assert/strict";
import { accessible, withServer } from "../lib.mjs";

const box = (page, id) => page.locator(`[data-item="${id}"]`);
const status = (page, words) => page.locator(".system-status", { hasText: words }).waitFor({ timeout: 15_000 });

async function save(page, message) {
  await page.getByRole("button", { name: "Save …" }).click();
  const dialog = page.locator("dialog[open]");
  await dialog.getByRole("textbox").fill(message);
  await dialog.getByRole("button", { name: "Save", exact: true }).click();
}

await withServer(async (bench) => {
  const olga = await bench.owner();
  const emil = await bench.invite(olga, "security-engineer", "Emil Strand");
  const anna = await bench.invite(olga, "assessor", "Anna Weiss");
  const project = await olga.project("Watch", "wearable-monitor");
  const head = () => olga.call("GET", `/projects/${project.id}/revisions/head`);
  const file = async (path) => {
    const r = await fetch(`${bench.base}/api/v1/projects/${project.id}/revisions/head/file?path=${path}`, {
      headers: { Cookie: [...olga.cookies].map(([k, v]) => `${k}=${v}`).join("; ") },
    });
    return r.text();
  };

  // An edit in the text appears on the canvas.
  const page = await olga.open(project, "/system");
  await box(page, "hospital-zone").waitFor({ timeout: 30_000 });
  await status(page, "everything is saved");
  await accessible(page, "the system page");
  await page.getByLabel("File", { exact: true }).selectOption("system.yaml");
  await page.locator(".cm-line", { hasText: "title: Hospital, controlled-by" }).click();
  await page.keyboard.press("Home");
  await page.keyboard.press("Shift+End");
  await page.keyboard.type("hospital-zone: {title: Clinic, controlled-by: hospital}");
  await box(page, "hospital-zone").getByText("Clinic", { exact: true }).waitFor({ timeout: 15_000 });
  await status(page, "kept as your draft");

  // The list that a key brings takes the focus: whoever has no mouse goes on in it.
  await box(page, "hospital-zone").focus();
  await page.keyboard.press("l");
  await page.waitForFunction(() => document.activeElement.classList.contains("canvas-list"));
  await page.getByRole("button", { name: "List", exact: true }).press("Enter");
  await box(page, "hospital-zone").waitFor();

  // An edit on the canvas appears in the text, with comments kept.
  await box(page, "hospital-zone").focus();
  await page.keyboard.press("F2");
  await page.keyboard.press("Control+a");
  await page.keyboard.type("University clinic");
  await page.keyboard.press("Enter");
  await page
    .locator(".cm-line", { hasText: "title: University clinic, controlled-by: hospital" })
    .waitFor({ timeout: 15_000 });
  await page.getByRole("button", { name: "Undo" }).click();
  await page.locator(".cm-line", { hasText: "title: Clinic, controlled-by: hospital" }).waitFor({ timeout: 15_000 });

  // A draft is there again after the page is loaded anew.
  await status(page, "kept as your draft");
  await page.reload();
  await page.getByText("are on the screen again").waitFor({ timeout: 30_000 });
  await box(page, "hospital-zone").getByText("Clinic", { exact: true }).waitFor({ timeout: 15_000 });
  await page.getByRole("button", { name: "Go on with them" }).click();

  // Somebody else saves meanwhile; it is said, and both changes are saved.
  const other = await emil.open(project, "/system");
  await box(other, "maker-zone").waitFor({ timeout: 30_000 });
  // Each sees that the other is here, and where; nobody sees themselves.
  await box(other, "maker-zone").click({ position: { x: 40, y: 10 } });
  const here = (p, name) => p.locator(".system-here li", { hasText: name });
  await here(page, "Emil Strand, Manufacturer, system.yaml").waitFor({ timeout: 15_000 });
  await here(other, /Olga Berg.*with changes that are not saved/).waitFor({ timeout: 15_000 });
  assert.deepEqual(await page.locator(".system-here li [aria-hidden]").allTextContents(), ["ES"]);
  assert.equal(await box(page, "maker-zone").locator(".canvas-peers").textContent(), "ES");
  assert.match(await box(page, "maker-zone").getAttribute("aria-label"), /selected by Emil Strand/);
  await accessible(page, "the system page with others");
  await box(other, "maker-zone").focus();
  await other.keyboard.press("F2");
  await other.keyboard.press("Control+a");
  await other.keyboard.type("Maker");
  await other.keyboard.press("Enter");
  await status(other, "1 file changed");
  await save(other, "shorter");
  await status(other, "Revision 2");
  await page.getByText("Emil Strand has saved a newer revision").waitFor({ timeout: 15_000 });
  await save(page, "the ward is a clinic");
  await page.getByText("Saved, with what others did meanwhile").waitFor({ timeout: 15_000 });
  assert((await page.locator("dialog[open]").innerText()).includes("Emil Strand"));
  await page.locator("dialog[open]").getByRole("button", { name: "Close" }).last().click();
  await status(page, "Revision 3");
  const merged = await file("system.yaml");
  assert(
    merged.includes("title: Maker, controlled-by: maker") && merged.includes("title: Clinic, controlled-by: hospital"),
  );
  assert(merged.startsWith("# A wearable monitor for movement disorders"));

  // The other one, who has changed nothing, sees it at once, and goes on looking at the same place.
  await box(other, "hospital-zone").getByText("Clinic", { exact: true }).waitFor({ timeout: 15_000 });
  await status(other, "Revision 3");

  // What somebody saved can still be undone, and what is typed while a colleague's revision comes in is not lost, nor does it take
  // the colleague's words back.
  const sight = (p) => p.locator(".react-flow__viewport").getAttribute("style");
  await page.getByRole("button", { name: "Zoom in" }).click();
  await page.waitForTimeout(500);
  const before = await sight(page);
  const rename = async (p, id, title) => {
    await box(p, id).focus();
    await p.keyboard.press("F2");
    await p.keyboard.press("Control+a");
    await p.keyboard.type(title);
    await p.keyboard.press("Enter");
  };
  await rename(page, "hospital-zone", "Clinics");
  await status(page, "1 file changed");
  await save(page, "more of them");
  await status(page, "Revision 4");
  await page.getByRole("button", { name: "Undo" }).click();
  await box(page, "hospital-zone").getByText("Clinic", { exact: true }).waitFor({ timeout: 15_000 });
  await save(page, "one is enough");
  await status(page, "Revision 5");
  assert.equal(await sight(page), before, "saving moves nothing");
  await status(other, "Revision 5");
  await page.route("**/rebase", async (route) => {
    await new Promise((r) => setTimeout(r, 3000));
    await route.continue();
  });
  await rename(other, "maker-zone", "Producer");
  await status(other, "1 file changed");
  await save(other, "a word");
  await page.getByText("Emil Strand has saved a newer revision").waitFor({ timeout: 15_000 });
  await page.locator(".cm-line", { hasText: "title: Clinic, controlled-by: hospital" }).click();
  await page.keyboard.press("End");
  await page.keyboard.type(" # typed meanwhile");
  await status(page, "Revision 6");
  await page.locator(".cm-line", { hasText: "# typed meanwhile" }).waitFor();
  await box(page, "maker-zone").getByText("Producer", { exact: true }).waitFor({ timeout: 15_000 });
  await page.unroute("**/rebase");
  assert.equal(await sight(page), before, "what others save moves nothing");
  await page.keyboard.press("Control+z");
  await page.locator(".cm-line", { hasText: "# typed meanwhile" }).waitFor({ state: "detached" });
  await page.keyboard.press("Control+z");
  await box(page, "maker-zone").getByText("Producer", { exact: true }).waitFor();
  assert(await page.getByRole("button", { name: "Undo" }).isDisabled(), "what others did is not undone");
  await page.keyboard.press("Control+Shift+z");
  await page.locator(".cm-line", { hasText: "# typed meanwhile" }).waitFor();
  await save(page, "a remark");
  await status(page, "Revision 7");
  const typed = await file("system.yaml");
  assert(typed.includes("# typed meanwhile") && typed.includes("title: Producer"), "both are saved");

  // The same place changed differently is a conflict, and the choice decides.
  for (const [p, title] of [
    [other, "Patient's flat"],
    [page, "Patient's house"],
  ]) {
    await box(p, "patient-home").focus();
    await p.keyboard.press("F2");
    await p.keyboard.press("Control+a");
    await p.keyboard.type(title);
    await p.keyboard.press("Enter");
    await status(p, "1 file changed");
  }
  await save(other, "a flat");
  await status(other, "Revision 8");
  await page.getByRole("button", { name: "Bring it in now" }).click();
  const dialog = page.locator("dialog[open]");
  await dialog.getByText("1 place was changed differently").waitFor({ timeout: 15_000 });
  await accessible(page, "the conflicts");
  assert((await dialog.innerText()).includes("Patient's flat"));
  await dialog.getByRole("button", { name: "Bring it in now" }).click();
  await dialog.getByText("1 place is not decided yet.").waitFor();
  await dialog.getByRole("radio", { name: /^Mine/ }).check();
  await dialog.getByRole("button", { name: "Bring it in now" }).click();
  await status(page, "Revision 8");
  await box(page, "patient-home").getByText("Patient's house", { exact: true }).waitFor({ timeout: 15_000 });
  await save(page, "a house");
  await status(page, "Revision 9");
  assert((await file("system.yaml")).includes("title: Patient's house"));

  // One person in two windows: neither loses what was done in the other.
  const twin = await olga.open(project, "/system");
  await box(twin, "patient-home").waitFor({ timeout: 30_000 });
  await rename(page, "patient-home", "Home");
  await status(page, "kept as your draft");
  await rename(twin, "hospital-zone", "Ward");
  await status(twin, "not kept as a draft");
  await twin.getByText("You have changed this system in another window too").waitFor();
  await accessible(twin, "a second window with changes");
  const kept = () => olga.call("GET", `/projects/${project.id}/draft`);
  assert((await kept()).files["system.yaml"].includes("title: Home"), "the draft is that of the first window");
  await twin.getByRole("button", { name: "Keep what is here as the draft" }).click();
  await status(twin, "kept as your draft");
  assert((await kept()).files["system.yaml"].includes("title: Ward"), "the draft is that of the second window");
  await rename(page, "patient-home", "Flat");
  await status(page, "not kept as a draft");
  await save(page, "a flat again");
  await status(page, "Revision 10");
  assert((await kept()).files["system.yaml"].includes("title: Ward"), "saving in one forgets nothing of the other");
  await save(twin, "a ward");
  await twin.getByText("Saved, with what others did meanwhile").waitFor({ timeout: 15_000 });
  const both = await file("system.yaml");
  assert(both.includes("title: Flat") && both.includes("title: Ward"), "both changes are saved");
  await twin.close();
  await status(page, "Revision 11");

  // What if a control were not there.
  await page.getByLabel("File", { exact: true }).selectOption("controls.yaml");
  await page.locator(".cm-line", { hasText: "CTL-0020" }).first().waitFor();
  await page.goto(`${page.url().split("?")[0]}?show=effects`);
  await box(page, "cloud/platform").click({ timeout: 30_000 });
  await page.getByRole("tab", { name: "Element" }).click();
  await page.locator(".system-control", { hasText: "CTL-0020" }).getByRole("radio", { name: "absent" }).click();
  await page.getByRole("tab", { name: "Effects" }).click();
  await page.getByText("Likelier or worse at 1 element").waitFor({ timeout: 15_000 });
  await accessible(page, "what a change does");
  await page.getByRole("button", { name: "Undo" }).click();
  await page.getByText("Less likely or less bad at 1 element").waitFor({ timeout: 15_000 });
  await status(page, "everything is saved");

  // Who may not edit sees the same and changes nothing; nor does anybody change an old revision.
  const seen = await anna.open(project, "/system");
  await box(seen, "hospital-zone").waitFor({ timeout: 30_000 });
  await status(seen, "read-only");
  assert.equal(await seen.getByRole("button", { name: "Save …" }).count(), 0);
  const { parent } = await head();
  const old = await olga.open(project, `/system?revision=${parent}`);
  await old.getByText("This is revision 10, as it was.").waitFor({ timeout: 30_000 });
  assert.equal(await old.getByRole("button", { name: "Add", exact: true }).count(), 0);

  // Who leaves the page is not there any more, nor is whoever closes the window.
  await here(page, "Anna Weiss").waitFor({ timeout: 15_000 });
  await seen.getByRole("link", { name: "Threats", exact: true }).click();
  await here(page, "Anna Weiss").waitFor({ state: "detached", timeout: 15_000 });
  await here(page, "Emil Strand").waitFor();
  await other.context().close();
  await here(page, "Emil Strand").waitFor({ state: "detached", timeout: 15_000 });

  for (const p of [page, other, seen, old]) assert.deepEqual(p.wrong, []);
});
console.log("system page: ok");
