// What has to be reported of a system after release, its risk over time, and what somebody sees who may only read, in Chromium. How an advisory
// becomes a decision and a VEX document is advisory.mjs.
// Run: CORDON=… node tests/pages/after-market.mjs; PICTURES names a folder for pictures.
import assert from "node:assert/strict";
import { join } from "node:path";
import { accessible, withServer } from "../lib.mjs";

const shot = (page, name) =>
  process.env.PICTURES && page.screenshot({ path: join(process.env.PICTURES, `after-${name}.png`), fullPage: true });

await withServer(async (bench) => {
  const owner = await bench.owner();
  const project = await owner.project("Wearable monitor", "wearable-monitor");
  const operator = await bench.invite(owner, "operator", "Omar Osei");
  await operator.call("POST", `/organisations/${bench.org}/feeds/example`);
  await operator.call("POST", `/projects/${project.id}/after/find`);

  // What has to be reported: an event is recorded, and the duties that run from it stand there with their ends.
  const page = await operator.open(project, "/after-market?tab=clocks");
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
console.log("after market: duties to report, and the risk over time");
