// Options: they are asked for, their computation is seen, a point of the plot is picked, and what it proposes is taken over; and what one
// loss does on the page of layers. Run: CORDON=… node tests/pages/options.mjs
import assert from "node:assert/strict";
import { accessible, withServer } from "../lib.mjs";

const patience = { timeout: 90_000 };

await withServer(async (bench) => {
  const olga = await bench.owner();
  const project = await olga.project("Watch", "wearable-monitor");
  const page = await olga.open(project, "/options");
  await page.getByLabel("What is asked of every harm").selectOption("reduce");
  await page.getByText("Limits of single harms, wishes, effort").click();
  // What is wished for is named by its title.
  await page.getByRole("combobox", { name: "Must be in the set" }).fill("mutual");
  await page.getByRole("listbox", { name: "Must be in the set" }).getByRole("option").first().click();
  await page.getByRole("button", { name: /^Do not ask for .+ · .+/ }).waitFor();
  assert.equal(await page.getByText(/^CTL-/).count(), 0);
  await page.getByRole("button", { name: /^Do not ask for/ }).click();
  await page.getByLabel("also sets that leave less harm than asked for").check();
  await accessible(page, "what is asked for");
  await page.getByRole("button", { name: "Look for options" }).click();
  assert.match(page.url(), /asked=1&lower=1/);
  await page.getByRole("progressbar", { name: "Options are looked for" }).waitFor();
  await accessible(page, "options that are looked for");

  // The plot, the table and the text beside it say the same.
  const plot = page.getByRole("group", { name: "Cost against harm that remains" });
  await plot.waitFor(patience);
  const rows = page.getByRole("region", { name: "Options" }).locator("tbody tr");
  const options = await rows.count();
  assert(options > 1, `${options} options`);
  assert.equal(await plot.getByRole("button").count(), options + 1, "each option, and what is planned now");
  await accessible(page, "options");
  const second = plot.getByRole("button", { name: /^Option 2:/ });
  await second.click();
  assert.match(page.url(), /option=2/);
  assert.equal(await second.getAttribute("aria-pressed"), "true");
  await page.getByRole("heading", { level: 2, name: "Option 2" }).waitFor();
  const cells = await rows.nth(1).locator("td").allTextContents();
  const cost = cells.slice(0, 2).map((c) => Number(c.replace(/\D/g, "")));
  const told = (cost[0] + 5 * cost[1]).toLocaleString("en-GB");
  assert((await second.getAttribute("aria-label")).includes(`euro over 5 years ${told}`), `${told} is not on the plot`);
  assert.equal(await page.getByRole("region", { name: "New controls" }).locator("tbody tr").count(), Number(cells[2]));

  // The keyboard goes from point to point, and picks one.
  await second.focus();
  await page.keyboard.press("Home");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Enter");
  await page.waitForURL(/option=1/);

  // Taken over, its controls stand in one's draft as planned.
  await page.getByRole("button", { name: "Take over as planned" }).click();
  await page.waitForURL(/\/system$/);
  const draft = await olga.call("GET", `/projects/${project.id}/draft`);
  assert.match(draft.files["controls.yaml"], /planned/);

  // Layers: one harm, what the loss of one control does, and what is assumed of the surroundings.
  const layers = await olga.open(project, "/layers?mode=current");
  await layers.getByRole("heading", { name: "What is assumed of them" }).waitFor(patience);
  const { harms, surroundings } = await olga.call("GET", `/projects/${project.id}/revisions/head/layers?mode=current`);
  const assumed = layers.getByRole("region", { name: "What is assumed of them" });
  assert.equal(await assumed.locator("tbody tr").count(), surroundings.assumptions.length);
  const harm = harms.findLast((h) => h["single-failures"].length > 0) ?? harms.at(-1);
  await layers.getByRole("button", { name: harm.title }).click();
  assert.equal(new URL(layers.url()).searchParams.get("harm"), harm.id);
  await layers.getByRole("heading", { level: 2, name: harm.title }).waitFor();
  assert.equal(await layers.getByText(/^Way \d+, (open|held)/).count(), harm.paths.length);
  await accessible(layers, "layers of one harm");
  for (const p of [page, layers]) assert.deepEqual(p.wrong, []);
});
console.log("options and layers are as they should be");
