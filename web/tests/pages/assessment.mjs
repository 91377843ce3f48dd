// Harms, threats, what would be if, and layers, in Chromium: `node tests/pages/assessment.mjs`. Ends with 1 if something is not as it should be.
import assert from "node:assert/strict";
import { accessible, withServer } from "../lib.mjs";

const patience = { timeout: 60_000 };

await withServer(async (bench) => {
  const owner = await bench.owner();
  const project = await owner.project("Watch", "wearable-monitor");

  const harms = await owner.open(project, "/harms");
  await harms.getByRole("button", { name: /^1 at critical and probable/ }).click(patience);
  const rows = harms.getByRole("region", { name: "All harms" }).locator("tbody tr");
  assert.equal(await rows.count(), 1, "a cell of the table of risk shows its harms alone");
  await accessible(harms, "harms");
  await harms.getByRole("link", { name: "Medication taken after a forged plan" }).click();
  await harms.getByRole("heading", { name: "How it comes about" }).waitFor(patience);
  await accessible(harms, "one harm");

  // What is typed outlives loading again; and from the harm one decides on it.
  await harms.getByLabel("Your comment").fill("Is this the dose of the evening?");
  await harms.reload();
  await harms.getByRole("heading", { name: "How it comes about" }).waitFor(patience);
  assert.equal(await harms.getByLabel("Your comment").inputValue(), "Is this the dose of the evening?");
  await harms.getByRole("button", { name: "Send", exact: true }).click();
  await harms.getByText("Is this the dose of the evening?", { exact: true }).waitFor();
  await harms.waitForFunction(() => document.querySelector("textarea")?.value === "");
  assert.equal(await harms.getByText("Nobody has decided on it yet.").count(), 1);
  await harms.getByRole("link", { name: "Decide", exact: true }).click();
  await harms.getByRole("heading", { level: 1, name: "New decision" }).waitFor();
  assert.match(harms.url(), /about=wrong-intake/);
  await harms.goBack();
  const late = await owner.open(project, "/harms/late-adjustment");
  await late.getByText("Decided:").waitFor(patience);
  await late.getByRole("link", { name: "Accept the risk" }).waitFor();
  await late.getByRole("link", { name: "Decide again" }).waitFor();
  await late.context().close();

  const threats = await owner.open(project, "/threats?cause=misuse");
  await threats.getByRole("link", { name: "Patient slips at work with the system" }).click(patience);
  await threats.getByRole("heading", { name: "Why it is found" }).waitFor(patience);
  await accessible(threats, "one threat");

  const layers = await owner.open(project, "/layers");
  await layers.getByRole("heading", { name: "One loss that makes it worse" }).waitFor(patience);
  await accessible(layers, "layers");

  // What is tried changes harms at once, and becomes part of the draft of the system page.
  const trial = await owner.open(project, "/threats/try?control=CTL-0001%40deliver%3Dabsent");
  await trial.getByText("0 better, 2 worse, 5 unchanged").waitFor(patience);
  await accessible(trial, "what would be if");
  await trial.waitForFunction(() => document.querySelector("button.primary")?.ariaDisabled === "false", null, patience);
  await trial.getByRole("button", { name: "Take over into the description" }).click();
  await trial.waitForURL(/\/system$/, patience);
  const draft = await owner.call("GET", `/projects/${project.id}/draft`);
  assert(!/deliver/.test(draft.files["controls.yaml"]), "the control was taken away from the flow");

  const system = await owner.open(project, "/system?select=smartbox");
  await system.getByRole("tabpanel").getByText("Smartbox").first().waitFor(patience);
  for (const page of [harms, threats, layers, trial, system]) assert.deepEqual(page.wrong, []);
});
console.log("harms, threats, what-if and layers are as they should be");
