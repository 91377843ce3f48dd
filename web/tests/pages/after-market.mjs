// Journey 3: somebody who runs the system takes an advisory to a decision and to a VEX document, in the browser.
// Run: CORDON=… node tests/pages/after-market.mjs; PICTURES names a folder for pictures.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { accessible, withServer } from "../lib.mjs";

const shot = (page, name) =>
  process.env.PICTURES && page.screenshot({ path: join(process.env.PICTURES, `after-${name}.png`), fullPage: true });

await withServer(async (bench) => {
  const owner = await bench.owner();
  const project = await owner.project("Wearable monitor", "wearable-monitor");
  const operator = await bench.invite(owner, "operator", "Omar Osei");
  const page = await operator.open(project, "/after-market");

  // Nothing was looked up yet, and there is no index: the page says so and leads on.
  await page.getByText("Nobody has looked the parts of this system up yet").waitFor();
  await accessible(page, "an empty inbox");
  await shot(page, "empty");
  await page.getByRole("link", { name: "Take advisories in" }).click();
  await page.getByRole("button", { name: "Try with the example's advisories" }).click();
  await page.getByText("4 advisories on 6 packages").waitFor();
  await accessible(page, "advisories");
  await shot(page, "feeds");

  await page.getByRole("tab", { name: "Inbox" }).click();
  await page.getByRole("button", { name: "Look the parts up now" }).click();
  const rows = page.getByRole("row");
  await page.getByRole("link", { name: "CVE-2099-0502" }).waitFor();
  assert.deepEqual(await rows.locator("th a").allTextContents(), [
    "CVE-2099-0502",
    "CVE-2099-0204",
    "CVE-2099-0117",
    "CVE-2099-0311",
  ]);
  await accessible(page, "the inbox");
  await shot(page, "inbox");

  // A filter is kept in the address.
  await page.getByLabel("Show").selectOption("exploited");
  assert.match(page.url(), /show=exploited/);
  assert.deepEqual(await rows.locator("th a").allTextContents(), ["CVE-2099-0502"]);

  // Why it matters, and what rules propose.
  await page.getByRole("link", { name: "CVE-2099-0502" }).click();
  await page.getByRole("heading", { level: 1, name: "CVE-2099-0502 in Ingest service" }).waitFor();
  await page.getByText("An attacker on Internet can talk to Ingest service").waitFor();
  await page.locator(".badge", { hasText: /^!uncontrolled$/ }).waitFor();
  await accessible(page, "one vulnerability");
  await shot(page, "detail");

  // The decision is prefilled with what is proposed; the rest is the person's.
  await page.getByRole("button", { name: "Decide", exact: true }).click();
  assert.equal(await page.getByLabel("The product is").inputValue(), "affected");
  assert.equal(await page.getByLabel("Decided as").inputValue(), "Operator");
  assert.match(await page.getByLabel("Reason").inputValue(), /^The component is in the product in a version concerned/);
  await page
    .getByLabel("What users should do")
    .fill("Nothing to do at home: release 2026.12 of the ingest service is installed.");
  await page.getByLabel("Decided as").fill("clinical engineering");
  await accessible(page, "the form for a decision");
  await shot(page, "decide");
  await page.getByRole("button", { name: "Record the decision" }).click();
  await page.getByText("Omar Osei, clinical engineering").waitFor();
  await shot(page, "decided");

  // From there one gets to the whole of the harm and of the decision.
  await page.getByRole("link", { name: /^All causes of/ }).click();
  await page.getByRole("heading", { name: "How it comes about" }).waitFor();
  await page.goBack();
  await page.getByRole("link", { name: "see and sign the decision" }).click();
  await page.getByRole("heading", { level: 1, name: /CVE-2099-0502/ }).waitFor();
  await page.getByText("All that it rested on is as it was.").waitFor();

  // Two at once, with one reason.
  await page.getByRole("link", { name: "After market" }).last().click();
  await page.getByRole("checkbox", { name: /CVE-2099-0117/ }).check();
  await page.getByRole("checkbox", { name: /CVE-2099-0311/ }).check();
  await page.getByRole("button", { name: "Decide on the chosen" }).click();
  await page.getByLabel("The product is").selectOption("not-affected");
  await page.getByLabel("Why it is not affected").selectOption("requires_configuration");
  await page.getByLabel("Reason").fill("The part that has the flaw is switched off.");
  await page.getByRole("button", { name: "Record the decision" }).click();
  await page.getByText("2 decisions are recorded").waitFor();
  assert.deepEqual(await rows.locator("th a").allTextContents(), ["CVE-2099-0204"], "what is still to be decided");

  // VEX: only what was decided is said.
  await page.getByRole("tab", { name: "VEX documents" }).click();
  await page.getByLabel("Id of the document").fill("tremor-2026-001");
  await page.getByLabel("Address of the publisher").fill("https://maker.example");
  await page.getByText("3 statements").waitFor();
  await accessible(page, "a VEX document");
  await shot(page, "vex");
  for (const [format, file, read] of [
    ["openvex", "tremor-2026-001.openvex.json", (d) => d.statements.map((s) => `${s.vulnerability.name} ${s.status}`)],
    ["cyclonedx", "tremor-2026-001.cdx.json", (d) => d.vulnerabilities.map((v) => `${v.id} ${v.analysis.state}`)],
    ["csaf", "tremor-2026-001.json", (d) => d.vulnerabilities.map((v) => `${v.cve} ${Object.keys(v.product_status)}`)],
  ]) {
    await page.getByLabel("Format of the document").selectOption(format);
    const link = page.getByRole("link", { name: `Download ${file}` });
    await link.waitFor();
    const [download] = await Promise.all([page.waitForEvent("download"), link.click()]);
    const said = read(JSON.parse(await readFile(await download.path(), "utf8"))).sort();
    const word = {
      openvex: ["not_affected", "affected"],
      cyclonedx: ["not_affected", "exploitable"],
      csaf: ["known_not_affected", "known_affected"],
    }[format];
    assert.deepEqual(
      said,
      [`CVE-2099-0117 ${word[0]}`, `CVE-2099-0311 ${word[0]}`, `CVE-2099-0502 ${word[1]}`],
      format,
    );
  }

  // What has to be reported: an event is recorded, and the duties that run from it stand there with their ends.
  await page.getByRole("tab", { name: "Reporting" }).click();
  await page.getByRole("heading", { name: "Recordings of patients were copied from the cloud service" }).waitFor();
  await page.getByRole("button", { name: "Record an event" }).click();
  await page.getByLabel("What happened").fill("Plans of patients were changed");
  await page
    .getByRole("group", { name: /^Did an incident with the device lead/ })
    .getByLabel("yes")
    .check();
  await accessible(page, "the form for an event");
  await shot(page, "event");
  await page.getByRole("button", { name: "Record the event" }).click();
  const happened = page.locator("section", {
    has: page.getByRole("heading", { name: "Plans of patients were changed" }),
  });
  await happened.getByRole("heading", { name: "running", exact: true }).waitFor();
  await happened.getByRole("link", { name: "Draft of the report" }).first().waitFor();
  await accessible(page, "duties to report");
  await shot(page, "clocks");

  // The risk over time, and the years to come.
  await page.getByRole("tab", { name: "Risk over time" }).click();
  await page.getByRole("img", { name: /^Likelihood of harms over time/ }).waitFor();
  await page.getByRole("heading", { name: /^These stay as they are until/ }).waitFor();
  await accessible(page, "the risk over time");
  await shot(page, "risk");

  // Somebody who may only read sees no button that would be refused.
  const assessor = await bench.invite(owner, "assessor", "Ada Auditor");
  const reading = await assessor.open(project, "/after-market?show=all", {
    colorScheme: "dark",
    viewport: { width: 400, height: 900 },
  });
  await reading.getByRole("link", { name: "CVE-2099-0502" }).waitFor();
  assert.equal(await reading.getByRole("checkbox").count(), 0);
  assert.equal(await reading.getByRole("button", { name: "Look the parts up now" }).count(), 0);
  await accessible(reading, "the inbox in the dark");
  await shot(reading, "dark");
  assert.deepEqual([...page.wrong, ...reading.wrong], []);
});
console.log("after market: from the advisory to the decision and the VEX document");
