// Somebody is invited, gets another role, and looks after their own account; the audit log tells it, and what is exported of it can be
// checked without the server. Run: CORDON=… node tests/pages/people.mjs
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { accessible, password, program, withServer } from "../lib.mjs";

const own = "orange boat under snow";
const exit = (...args) =>
  new Promise((done) => execFile(program, args, (e, out, err) => done([e?.code ?? 0, out + err])));

await withServer(async (bench) => {
  const olga = await bench.owner();
  const admin = await olga.open(null, "/admin");

  // Inviting: a link for the person alone.
  await admin.getByRole("button", { name: "Invite a person" }).click();
  const dialog = admin.getByRole("dialog");
  await dialog.getByLabel("Name").fill("Ivo Tran");
  await dialog.getByLabel("E-mail address").fill("ivo@tremor.example");
  await dialog.getByLabel("Role").selectOption("integrator");
  await accessible(admin, "inviting");
  await dialog.getByRole("button", { name: "Invite a person" }).click();
  const link = await dialog.getByLabel("Link").inputValue();
  assert(link.startsWith(`${bench.base}/invitation#`), link);
  await dialog.getByRole("button", { name: "Close" }).click();
  const page = await (
    await bench.browser.newContext({ locale: "en", viewport: { width: 1440, height: 900 } })
  ).newPage();
  await page.goto(link);
  await page.getByLabel("Password").fill(password);
  await accessible(page, "an invitation");
  await page.getByRole("button", { name: "Set the password and sign in" }).click();
  await page.getByRole("heading", { level: 1, name: "Portfolio" }).waitFor();
  assert.equal(
    await page.getByRole("link", { name: "Administration" }).count(),
    0,
    "an integrator is offered to manage",
  );

  // Another role, with a reason.
  await admin.getByRole("button", { name: "Change: Ivo Tran" }).click();
  await dialog.getByLabel("Role").selectOption("clinical");
  await dialog.getByLabel("Reason").fill("He works on the ward now.");
  await dialog.getByRole("button", { name: "Set the role" }).click();
  await admin.getByRole("row", { name: /Ivo Tran.*Clinical/ }).waitFor();
  await accessible(admin, "people");

  // What somebody who may not manage sees by the address: who is there, and nothing to change.
  await page.goto(`${bench.base}/o/${bench.org}/admin`);
  await page.getByRole("row", { name: /Olga Berg/ }).waitFor();
  assert.deepEqual(await page.getByRole("tab").allTextContents(), ["People"]);
  assert.equal(await page.getByRole("columnheader", { name: "Change" }).count(), 0);

  // The profile: a wrong password changes nothing, the right one does.
  await page.goto(`${bench.base}/profile`);
  await page.getByLabel("Present password").fill("not mine at all");
  await page.getByLabel("New password").fill(own);
  await page.getByRole("button", { name: "Change the password" }).click();
  await page.locator(".wrong, .notice.bad").first().waitFor();
  await accessible(page, "the profile with an error");
  await page.getByLabel("Present password").fill(password);
  await page.getByRole("button", { name: "Change the password" }).click();
  await page.getByText("The password was changed.").waitFor();

  // A token acts for the person until it is revoked.
  await page.getByLabel("Name of the new token").fill("Nightly export");
  await page.getByRole("button", { name: "Make a token" }).click();
  const token = await page.getByRole("dialog").getByLabel("Token").inputValue();
  const as = () =>
    fetch(`${bench.base}/api/v1/organisations/${bench.org}/projects`, {
      headers: { Authorization: `Bearer ${token}` },
    });
  assert.equal((await as()).status, 200, "the token is refused");
  await page.getByRole("dialog").getByRole("button", { name: "Close" }).click();
  await page.getByRole("button", { name: "Revoke: Nightly export" }).click();
  await accessible(page, "revoking a token");
  await page.getByRole("dialog").getByRole("button", { name: "Revoke" }).click();
  await page.getByText("You have no token.").waitFor();
  assert.equal((await as()).status, 401, "a revoked token is taken");

  // The old password is over, the new one opens.
  await page.getByRole("button", { name: /^Ivo Tran/ }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await page.getByLabel("E-mail address").fill("ivo@tremor.example");
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.locator(".notice.bad").waitFor();
  await accessible(page, "a refused sign-in");
  await page.getByLabel("Password").fill(own);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.getByRole("button", { name: /^Ivo Tran/ }).waitFor();

  // The audit log tells it in words; its export can be checked, and a change in it is found.
  await admin.getByRole("tab", { name: "Audit log" }).click();
  const entry = admin.getByRole("row", { name: /Role changed.*He works on the ward now\./ });
  await entry.waitFor();
  assert.match(await entry.textContent(), /Olga Berg.*integrator → clinical.*Ivo Tran/);
  await accessible(admin, "the audit log");
  const [exported] = await Promise.all([
    admin.waitForEvent("download"),
    admin.getByRole("link", { name: "Export the log" }).click(),
  ]);
  const [file, key] = [await exported.path(), await admin.getByLabel("Public key of the log").inputValue()];
  const [right, said] = await exit("audit", "verify", file, "--key", key);
  assert.equal(right, 0, said);
  await writeFile(file, (await readFile(file, "utf8")).replace("He works on the ward now.", "He works in the clinic."));
  const [wrong] = await exit("audit", "verify", file, "--key", key);
  assert.equal(wrong, 1, "a changed log is taken for whole");

  // The other tabs.
  for (const [tab, text] of [
    ["Settings", "Name of the organisation"],
    ["Webhooks", "No program is told anything."],
    ["Background work", "only unfinished"],
    ["Installation", "There is no backup yet."],
  ]) {
    await admin.getByRole("tab", { name: tab }).click();
    await admin.getByText(text).first().waitFor();
    await accessible(admin, tab);
  }
  assert.deepEqual(admin.wrong, []);
});
console.log("people, accounts and the audit log are as they should be");
