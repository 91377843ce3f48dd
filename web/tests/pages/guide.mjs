// A newcomer describes the main parts of the wearable monitor from nothing, by the guided form and the canvas, in Chromium:
// `node tests/pages/guide.mjs`. Ends with 1 if something is not as it should be.
import assert from "node:assert/strict";
import { accessible, withServer } from "../lib.mjs";

await withServer(async (bench) => {
  const olga = await bench.owner();
  const project = await olga.project("Movement monitor");
  const page = await olga.open(project, "/system/guide");
  const idle = () =>
    page.waitForFunction(() => !document.querySelector(".system-status")?.textContent.includes("computing"));
  const at = (name) => page.getByRole("region", { name, exact: true });
  const next = () => page.getByRole("button", { name: "Go on", exact: true }).click();
  const asks = (words) => page.getByRole("heading", { name: words }).waitFor({ timeout: 15_000 });

  /** Finds a kind by words and takes the one of a title; it then has a title of its own. */
  async function add(section, label, words, kind, title) {
    const field = at(section).getByRole("combobox", { name: label });
    await field.fill(words);
    await at(section).getByRole("option", { name: kind }).first().click();
    const item = at(section)
      .locator(".guide-items > li")
      .filter({ has: page.locator(`input[value="${kind}"]`) });
    await item.first().waitFor({ timeout: 15_000 });
    if (!title) return idle();
    await item.first().getByLabel("Title").click();
    await page.keyboard.press("Control+a");
    await page.keyboard.type(title);
    await page.keyboard.press("Tab");
    await element(section, title).waitFor({ timeout: 15_000 });
    await idle();
  }
  /** Adds something that has a title and no kind. */
  async function addNamed(section, title) {
    await at(section).locator(".guide-add").getByLabel("Title").fill(title);
    await at(section).locator(".guide-add").getByRole("button", { name: "Add" }).click();
    await element(section, title).waitFor({ timeout: 15_000 });
    await idle();
  }
  const element = (section, title) =>
    at(section)
      .locator(".guide-items > li")
      .filter({ has: page.locator(`input[value="${title}"]`) });
  async function choose(item, label, option) {
    const select = item.getByLabel(label, { exact: true });
    await select.selectOption({ label: option });
    await idle();
  }

  await asks("What is the device, and what is it for?");
  await accessible(page, "the first step");
  await page
    .getByLabel(/^Intended purpose/)
    .fill("Records movement symptoms at home so that a neurologist can adjust medication.");
  await page.getByLabel("Who is meant to use it").fill("people with Parkinson's disease\nneurologists");
  await next();

  await asks("Who uses it, and who is it for?");
  await add("People", /^Who\?/, "patient", "Patient");
  await add("People", /^Who\?/, "clinician", "Clinician", "Neurologist");
  await addNamed("Organisations", "Manufacturer");
  await choose(element("Organisations", "Manufacturer"), "Its duty", "manufacturer");
  await addNamed("Organisations", "Hospital");
  await choose(element("Organisations", "Hospital"), "Its duty", "operator");
  await next();

  await asks("Where is it used, and who is in charge there?");
  for (const [zone, who] of [
    ["Patient's home", "Patient"],
    ["Hospital rooms", "Hospital"],
    ["Cloud service", "Manufacturer"],
  ]) {
    await addNamed("Zones", zone);
    await choose(element("Zones", zone), "In charge", who);
  }
  await next();

  await asks("What does it consist of, and what does it work with?");
  for (const [words, kind, title, zone] of [
    ["wearable", "Wearable sensor", "Motion sensors", "Patient's home"],
    ["home hub", "Home hub", "Smartbox", "Patient's home"],
    ["smartphone", "Smartphone", "Patient's phone", "Patient's home"],
    ["workstation", "Workstation", "Clinic workstation", "Hospital rooms"],
    ["database", "Database", "Patient records", "Cloud service"],
  ]) {
    await add("Devices, software and services", /^What\?/, words, kind, title);
    await choose(element("Devices, software and services", title), "Zone", zone);
  }
  await accessible(page, "the parts");
  await next();

  await asks("What does it measure, keep and tell?");
  for (const [words, kind, title, by] of [
    ["signal", "Signal", "Motion signal", "Motion sensors"],
    ["report", "Report", "Physician's report", "Patient records"],
  ]) {
    await add("Data", /^Which\?/, words, kind, title);
    await choose(element("Data", title), "About whom", "Patient");
    await choose(element("Data", title), "Measured, entered or computed by", by);
  }
  await next();

  await asks("What is it connected to, and how does data move?");
  await add("Networks", /^Which\?/, "internet", "Internet");
  for (const title of ["Smartbox", "Patient records", "Clinic workstation"])
    await choose(at("What is on which network"), `Add to ${title}: Networks`, "Internet");
  for (const [title, from, to, carries] of [
    ["Sensor data", "Motion sensors", "Smartbox", "Motion signal"],
    ["Upload", "Smartbox", "Patient records", "Motion signal"],
    ["Report on screen", "Patient records", "Clinic workstation", "Physician's report"],
  ]) {
    const form = at("Flows of data").locator(".guide-add");
    await form.getByLabel("From").selectOption({ label: from });
    await form.getByLabel("To", { exact: true }).selectOption({ label: to });
    await addNamed("Flows of data", title);
    const flow = element("Flows of data", title);
    await choose(flow, `Add to ${title}: Data`, carries);
    if (title !== "Sensor data") await choose(flow, `Add to ${title}: Over`, "Internet");
  }
  // What does not fit together is said, and can be taken back.
  await choose(at("Who works with what"), "Add to Neurologist: Works with", "Clinic workstation");
  await next();

  await asks("What is done for the patient with it?");
  const form = at("Clinical functions").locator(".guide-add");
  await form.getByLabel("Done by").selectOption({ label: "Neurologist" });
  await form.getByLabel("For", { exact: true }).selectOption({ label: "Patient" });
  await add(
    "Clinical functions",
    /^What is done\?/,
    "treatment",
    "Treatment by a clinician",
    "Adjusting the medication",
  );
  const adjust = element("Clinical functions", "Adjusting the medication");
  await choose(adjust, "Add data that it depends on", "Physician's report");
  await choose(adjust, "Where it is read", "Clinic workstation");
  await choose(adjust, "How fresh it must be", "days");
  await next();

  // The first harm is felt at once: the form says what the answer did.
  await asks("What happens to the patient if it fails?");
  await at("Harms").locator(".guide-add").getByLabel("Arises from").selectOption({ label: "Adjusting the medication" });
  await add("Harms", /^What can happen\?/, "fall", "Fall", "Fall after a wrong dose");
  await choose(element("Harms", "Fall after a wrong dose"), "Who is harmed", "Patient");
  await choose(element("Harms", "Fall after a wrong dose"), "How bad at worst: adults", "critical");
  await page.getByRole("button", { name: "Take back the last answer" }).click();
  await page.waitForFunction(() =>
    [...document.querySelectorAll("select")].some((s) => s.selectedOptions[0]?.textContent === "serious"),
  );
  await accessible(page, "the harms");
  await next();

  await asks("Which rules apply to it?");
  await page.getByLabel("EU", { exact: true }).click();
  await idle();
  await page.getByLabel("Risk class (MDR or IVDR)").selectOption("MDR-IIa");
  await idle();
  await next();

  // A question is answered, and there is one fewer.
  await asks("What is not known yet?");
  const questions = page.locator(".system-question");
  await questions.first().waitFor({ timeout: 15_000 });
  const asked = await questions.first().locator("legend").innerText();
  await questions.first().getByRole("button").last().click();
  await page.waitForFunction(
    (q) => ![...document.querySelectorAll(".system-question legend")].some((l) => l.textContent === q),
    asked,
  );
  await accessible(page, "the questions");

  // It can be left and taken up: the draft is kept.
  await page.locator(".system-status", { hasText: "kept as your draft" }).waitFor({ timeout: 15_000 });
  await page.reload();
  await page.getByText("are on the screen again").waitFor({ timeout: 15_000 });
  await page.getByRole("button", { name: "Go on with them" }).click();
  await page.getByRole("button", { name: /Drawing/ }).click();
  await page.getByRole("link", { name: "Show the drawing" }).click();

  // The drawing is there, arranged; something more is added there, and all is saved.
  await page.locator('[data-item="smartbox"], [data-item="home-hub"]').first().waitFor({ timeout: 30_000 });
  await page.getByRole("button", { name: "Add", exact: true }).click();
  await page.getByRole("combobox", { name: "Add an element" }).fill("mobile network");
  await page.locator(".canvas-choice").first().waitFor();
  await page.keyboard.press("Enter");
  await page.locator(".canvas-said", { hasText: "added" }).waitFor({ timeout: 15_000 });
  await page.getByRole("button", { name: "Save …" }).click();
  await page.locator("dialog[open]").getByRole("textbox").fill("First description, by the form");
  await page.locator("dialog[open]").getByRole("button", { name: "Save", exact: true }).click();
  await page.locator(".system-status", { hasText: "Revision 2" }).waitFor({ timeout: 15_000 });
  const look = await olga.call("POST", `/projects/${project.id}/look`, {});
  assert.deepEqual(
    look.view.diagnostics.map((d) => d.message),
    ['network "mobile-network" is connected to nothing', 'asset "smartphone" is connected to nothing'],
  );
  assert(look.view.levels.harms.some((h) => h.title === "Fall after a wrong dose"));
  assert(look.view.levels.totals.threats > 20, `${look.view.levels.totals.threats} threats`);
  assert.deepEqual(page.wrong, []);
});
console.log("guided form: ok");
