// Journey 3: an operator takes an advisory to a signed decision and a VEX document, in Chromium: sees what it does to patients, proposes a
// decision, a second person reviews and signs it, the operator publishes, and an auditor checks the log without the server.
// Run: CORDON=… node tests/pages/advisory.mjs; PICTURES names a folder for pictures.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { accessible, password, program, withServer } from "../lib.mjs";

const grave = { id: "CVE-2099-0502", at: "cloud/ingest", decision: "cve-2099-0502-cloud-ingest" };
const off = { id: "CVE-2099-0117", at: "smartbox/receiver", decision: "cve-2099-0117-smartbox-receiver" };
const unsigned = { id: "CVE-2099-0311", at: "cloud/ingest" };
const action = "Nothing to do at home: release 2026.12 of the ingest service is installed.";
const reason = "The action fits all clinics that we know.";

/** looked lets axe look at a page and takes a picture. */
async function looked(page, what) {
  await accessible(page, what);
  const path = join(process.env.PICTURES ?? "", `advisory-${what.replaceAll(" ", "-")}.png`);
  if (process.env.PICTURES) await page.screenshot({ path, fullPage: true });
}

const seen = (page, text) => page.getByText(text).first().waitFor();
const heading = (page, name) => page.getByRole("heading", { level: 1, name }).waitFor();

/** rows are the vulnerabilities that the inbox shows. */
const rows = (page) => page.getByRole("row").locator("th a").allTextContents();

/** sees takes advisories in, looks the parts up, and sees what the gravest does to patients. */
async function sees(page) {
  await seen(page, "Nobody has looked the parts of this system up yet");
  await looked(page, "an empty inbox");
  await page.getByRole("link", { name: "Take advisories in" }).click();
  await page.getByRole("button", { name: "Try with the example's advisories" }).click();
  await seen(page, "4 advisories on 6 packages");
  await looked(page, "advisories");
  await page.getByRole("tab", { name: "Inbox" }).click();
  await page.getByRole("button", { name: "Look the parts up now" }).click();
  await page.getByRole("link", { name: grave.id }).waitFor();
  assert.deepEqual(await rows(page), [grave.id, "CVE-2099-0204", off.id, unsigned.id]);
  await looked(page, "the inbox");
  await page.getByLabel("Show").selectOption("exploited");
  assert.match(page.url(), /show=exploited/, "the filter is not in the address");
  assert.deepEqual(await rows(page), [grave.id]);

  await page.getByRole("link", { name: grave.id }).click();
  await heading(page, `${grave.id} in Ingest service`);
  await seen(page, "Medication taken after a forged plan");
  await seen(page, "An attacker on Internet can talk to Ingest service");
  await page.locator(".badge", { hasText: /^!uncontrolled$/ }).waitFor();
  await looked(page, "one vulnerability");
}

/** proposes decides on the gravest, and on two others at once with the justification that VEX wants. */
async function proposes(page) {
  await page.getByRole("button", { name: "Decide", exact: true }).click();
  assert.equal(await page.getByLabel("The product is").inputValue(), "affected");
  assert.equal(await page.getByLabel("Decided as").inputValue(), "Operator");
  assert.match(await page.getByLabel("Reason").inputValue(), /^The component is in the product in a version concerned/);
  await page.getByLabel("What users should do").fill(action);
  await page.getByLabel("Decided as").fill("clinical engineering");
  await looked(page, "the form for a decision");
  await page.getByRole("button", { name: "Record the decision" }).click();
  await seen(page, "Omar Osei, clinical engineering");
  await page.locator(".decision .badge", { hasText: "not approved yet" }).waitFor();

  await page.getByRole("link", { name: "After market" }).last().click();
  await page.getByRole("checkbox", { name: new RegExp(off.id) }).check();
  await page.getByRole("checkbox", { name: new RegExp(unsigned.id) }).check();
  await page.getByRole("button", { name: "Decide on the chosen" }).click();
  await page.getByLabel("The product is").selectOption("not-affected");
  await page.getByLabel("Why it is not affected").selectOption("requires_configuration");
  await page.getByLabel("Reason").fill("The part that has the flaw is switched off.");
  await page.getByRole("button", { name: "Record the decision" }).click();
  await seen(page, "2 decisions are recorded");
  assert.deepEqual(await rows(page), ["CVE-2099-0204"], "what is still to be decided");
  await page.getByLabel("Show").selectOption("unapproved");
  assert.deepEqual(await rows(page), [grave.id, off.id, unsigned.id], "what is to be approved");
  await looked(page, "to be approved");
}

/** asks cannot approve what he decided himself, and asks regulatory affairs. */
async function asks(page) {
  await page.getByRole("link", { name: grave.id }).click();
  await page.getByRole("link", { name: "ask for approval, or sign" }).click();
  await heading(page, new RegExp(`^${grave.id} in Ingest service: .*what a caller sends as a frame`));
  await page.getByRole("button", { name: "Sign", exact: true }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Meaning of the signature").selectOption("approval");
  await dialog.getByLabel("Reason, printed beside the signature").fill("I decided it.");
  await dialog.getByLabel("Password").fill(password);
  await dialog.getByRole("button", { name: "Sign as approved" }).click();
  await dialog.getByText("you took part in writing this since somebody else approved it").waitFor();
  await looked(page, "who decided does not approve");
  await page.keyboard.press("Escape");

  await page.getByRole("button", { name: "Ask for review or approval" }).click();
  await page.getByLabel("Ask for", { exact: true }).selectOption("approval");
  await page.getByRole("checkbox", { name: "Regulatory", exact: true }).check();
  await page.getByLabel("What should they look at?").fill("Is the action right for all clinics?");
  await looked(page, "asking");
  await page.getByRole("button", { name: "Ask", exact: true }).click();
  await seen(page, "Still missing: Regulatory");
}

/** reviews finds what waits, looks at the vulnerability, asks, is answered, and signs; a wrong password is no signature. */
async function reviews(hers, his) {
  await seen(hers, "1 request waits for you");
  await looked(hers, "waiting");
  await hers.getByRole("link", { name: new RegExp(`decision ${grave.decision} of`) }).click();
  await hers
    .locator("dd", { hasText: `${grave.id}@${grave.at}` })
    .getByRole("link")
    .click();
  await seen(hers, "An attacker on Internet can talk to Ingest service");
  await hers.locator(".marks .badge", { hasText: "approval was asked for" }).waitFor();
  await hers.getByRole("link", { name: "ask for approval, or sign" }).click();
  await hers.getByLabel("Your comment").fill("Has the release been installed everywhere?");
  await hers.getByRole("button", { name: "Send", exact: true }).click();
  // Each sees what the other says without loading again.
  await seen(his, "Has the release been installed everywhere?");
  await his.getByRole("button", { name: "Answer", exact: true }).click();
  await his.getByLabel("Answer", { exact: true }).fill("Since Monday, see the record of releases.");
  await his.getByRole("button", { name: "Send the answer" }).click();
  await seen(hers, "Since Monday, see the record of releases.");

  await hers.getByRole("button", { name: "Sign as approved" }).click();
  const dialog = hers.getByRole("dialog");
  await dialog.getByLabel("Reason, printed beside the signature").fill(reason);
  await dialog.getByLabel("Password").fill("something else entirely");
  await dialog.getByRole("button", { name: "Sign as approved" }).click();
  await dialog.getByText("this is not your password").waitFor();
  await looked(hers, "signing");
  await dialog.getByLabel("Password").fill(password);
  await dialog.getByRole("button", { name: "Sign as approved" }).click();
  for (const page of [hers, his]) {
    await page.locator(".stamp .words", { hasText: reason }).waitFor();
    await seen(page, "1 closed request");
  }
  await looked(his, "a signed decision");
}

/** signs approves what nobody asked her for: she chooses the meaning herself. */
async function signs(hers) {
  await hers.getByRole("link", { name: "Decisions" }).last().click();
  await hers
    .getByRole("rowheader", { name: `${off.id}@${off.at}` })
    .getByRole("link")
    .click();
  await hers.getByRole("button", { name: "Sign", exact: true }).click();
  const dialog = hers.getByRole("dialog");
  await dialog.getByLabel("Meaning of the signature").selectOption("approval");
  await dialog.getByLabel("Reason, printed beside the signature").fill("The setting was seen in all releases in use.");
  await dialog.getByLabel("Password").fill(password);
  await dialog.getByRole("button", { name: "Sign as approved" }).click();
  await hers.locator(".stamp .words", { hasText: "The setting was seen" }).waitFor();
}

/** productOf names the product of CSAF that a part with an id belongs to. */
const productOf = (d, id) =>
  d.product_tree.relationships
    .find((r) => r.full_product_name.product_id === id)
    .full_product_name.name.replace(/^.* (in|as part of|of) /, "");

/** formats say where each one has what a statement must say: vulnerability, status, product, justification or action. */
const formats = {
  openvex: {
    file: "tremor-2026-001.openvex.json",
    id: (d) => [d["@id"], d.version],
    said: (d) =>
      d.statements.map((s) => [
        s.vulnerability.name,
        s.status,
        s.products.map((p) => p["@id"]).join(),
        s.justification ?? s.action_statement,
      ]),
    want: [
      [
        off.id,
        "not_affected",
        "https://maker.example#tremor-watch",
        "vulnerable_code_cannot_be_controlled_by_adversary",
      ],
      [grave.id, "affected", "https://maker.example#tremor-watch", action],
    ],
  },
  cyclonedx: {
    file: "tremor-2026-001.cdx.json",
    id: (d) => [d.metadata.properties.find((p) => p.name === "cordon:vex:id")?.value, d.version],
    said: (d) =>
      d.vulnerabilities.map((v) => [
        v.id,
        v.analysis.state,
        `${d.metadata.component.name} ${d.metadata.component.version}`,
        v.analysis.justification ?? v.recommendation,
      ]),
    want: [
      [off.id, "not_affected", "Wearable movement monitor 2.3", "requires_configuration"],
      [grave.id, "exploitable", "Wearable movement monitor 2.3", action],
    ],
  },
  csaf: {
    file: "tremor-2026-001.json",
    id: (d) => [d.document.tracking.id, Number(d.document.tracking.version)],
    said: (d) =>
      d.vulnerabilities.map((v) => [
        v.cve,
        Object.keys(v.product_status).join(),
        productOf(d, Object.values(v.product_status)[0][0]),
        v.flags?.[0].label ?? v.remediations[0].details,
      ]),
    want: [
      [
        off.id,
        "known_not_affected",
        "Manufacturer Wearable movement monitor 2.3",
        "vulnerable_code_cannot_be_controlled_by_adversary",
      ],
      [grave.id, "known_affected", "Manufacturer Wearable movement monitor 2.3", action],
    ],
  },
};

/** publishes gives the hashes of what was downloaded: only what was approved is said as decided. */
async function publishes(page) {
  await page.getByRole("link", { name: "After market" }).last().click();
  await page.getByRole("tab", { name: "VEX documents" }).click();
  await page.getByLabel("Id of the document").fill("tremor-2026-001");
  await page.getByLabel("Address of the publisher").fill("https://maker.example");
  await seen(page, "Version 1 · 2 statements");
  await seen(page, "These decisions are left out, because they are not approved:");
  await page.getByRole("link", { name: `${unsigned.id}@${unsigned.at}` }).waitFor();
  await looked(page, "a VEX document");
  const hashes = {};
  for (const [format, of] of Object.entries(formats)) {
    await page.getByLabel("Format of the document").selectOption(format);
    await page.getByRole("button", { name: `Publish ${of.file}` }).click();
    const link = page.getByRole("link", { name: `Download ${of.file}, version 1` });
    await link.waitFor();
    const [download] = await Promise.all([page.waitForEvent("download"), link.click()]);
    assert.equal(download.suggestedFilename(), of.file);
    const text = await readFile(await download.path());
    const doc = JSON.parse(text);
    const [id, version] = of.id(doc);
    assert.match(String(id), /tremor-2026-001$/, format);
    assert.equal(version, 1, format);
    assert.deepEqual(of.said(doc).sort(), of.want, format);
    hashes[format] = createHash("sha256").update(text).digest("hex");
  }
  await seen(page, "Version 2 · 2 statements");
  await looked(page, "published");
  return hashes;
}

/** audits takes the log along and checks it without the server: what happened to the decision stands in it, in order. */
async function audits(page, hashes) {
  await page.getByRole("link", { name: "Administration" }).click();
  await page.getByRole("tab", { name: "Audit log" }).click();
  await page
    .getByRole("cell", { name: /VEX document published/ })
    .first()
    .waitFor();
  await looked(page, "the audit log");
  const key = await page.getByLabel("Public key of the log").inputValue();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Export the log" }).click(),
  ]);
  const file = await download.path();
  const { stdout } = await promisify(execFile)(program, ["audit", "verify", file, "--key", key]);
  assert.match(stdout, /none before the last of them was left out.*\nverified\n$/s);
  const text = await readFile(file, "utf8");
  const log = text
    .split("\n")
    .filter((line) => line.startsWith('{"index"'))
    .map((line) => JSON.parse(line).entry)
    .filter(Boolean);
  const about = `decision:${grave.decision}.yaml`;
  assert.deepEqual(
    log.filter((e) => e.about === about).map((e) => [e.action, e.name]),
    [
      ["decision.changed", "Omar Osei"],
      ["review.asked", "Omar Osei"],
      ["comment.made", "Rita Roos"],
      ["comment.made", "Omar Osei"],
      ["signature.made", "Rita Roos"],
      ["review.done", "Rita Roos"],
    ],
  );
  assert.equal(log.find((e) => e.action === "signature.made" && e.about === about).reason, reason);
  assert.deepEqual(
    log.filter((e) => e.action === "vex.published").map((e) => [e.name, e.about, e.new]),
    Object.entries(hashes).map(([format, hash]) => [
      "Omar Osei",
      "vex:tremor-2026-001",
      `version 1 as ${format}, SHA-256 ${hash}`,
    ]),
  );
  // One changed word is found.
  await writeFile(`${file}-forged`, text.replace(reason, reason.replace("all", "some")));
  await assert.rejects(promisify(execFile)(program, ["audit", "verify", `${file}-forged`, "--key", key]), { code: 1 });
}

await withServer(async (bench) => {
  const owner = await bench.owner();
  const project = await owner.project("Wearable monitor", "wearable-monitor");
  const operator = await bench.invite(owner, "operator", "Omar Osei");
  const regulatory = await bench.invite(owner, "regulatory", "Rita Roos");
  const his = await operator.signIn(project, "/after-market");
  await sees(his);
  await proposes(his);
  await asks(his);
  const hers = await regulatory.signIn(project, "/decisions");
  await reviews(hers, his);
  await signs(hers);
  const hashes = await publishes(his);
  await audits(hers, hashes);
  // What was refused on purpose is in the console as well.
  const refused = /status of (401|403|422)/;
  assert.deepEqual(
    [...his.wrong, ...hers.wrong].filter((x) => !refused.test(x)),
    [],
  );
});
console.log("from the advisory to the signed decision, the VEX document and the log");
