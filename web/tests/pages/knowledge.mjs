// The pages of knowledge in a browser: finding and reading entries, and a pack from its first entry to use. Run: go build -o cordon
// ./cmd/cordon && node web/tests/pages/knowledge.mjs. PICTURES names a folder for pictures of what is seen.
import assert from "node:assert/strict";
import { join } from "node:path";
import { accessible, withServer } from "../lib.mjs";

const picture = async (page, name) => {
  if (process.env.PICTURES)
    await page.screenshot({ path: join(process.env.PICTURES, `knowledge-${name}.png`), fullPage: true });
};

const term = `id: ward-round
title: ward round
means: Walk of the ward's team from patient to patient, at a fixed time of the day.
because: Decisions on devices are made there, and documents name it.
readings:
  - {source: Own procedures, part: "4", means: The daily visit of the team., certainty: checked}
sources: [{document: Own procedures, part: "4"}]
`;

await withServer(async (bench) => {
  const olga = await bench.owner();
  await olga.project("Watch", "wearable-monitor");

  const page = await olga.open(null, "/knowledge");
  await page.getByRole("link", { name: "Own packs" }).waitFor();
  await page.getByRole("searchbox", { name: /Search titles/ }).fill("pairing numbers");
  await page.getByRole("link", { name: "Pairing by comparison of numbers or by touch" }).waitFor();
  await accessible(page, "the list");
  await picture(page, "list");
  await page.getByRole("link", { name: "Pairing by comparison of numbers or by touch" }).click();
  await page.getByRole("heading", { level: 1, name: "Pairing by comparison of numbers or by touch" }).waitFor();
  await page.getByRole("heading", { name: "Named by" }).waitFor();
  await accessible(page, "a control");
  await picture(page, "control");

  const check = await olga.open(null, "/knowledge/check/CHK-0001");
  await check.getByText("an implant without a patient").first().waitFor();
  await accessible(check, "a check");
  await picture(check, "check");
  const clause = await olga.open(null, `/knowledge/clause/${encodeURIComponent("mdcg-2019-16:r1/3.6#7")}`);
  await clause.getByRole("heading", { name: "What it asks for" }).waitFor();
  await picture(clause, "clause");

  const packs = await olga.open(null, "/knowledge/packs");
  await packs.getByText("There is no pack yet.").waitFor();
  await accessible(packs, "no packs");
  await packs.getByRole("button", { name: "New pack" }).first().click();
  await packs.getByRole("textbox", { name: "Name of the pack" }).fill("Our ward");
  await packs.getByRole("button", { name: "Make the pack" }).click();
  await packs.getByText("0 entries, nothing wrong").waitFor();
  await packs.getByRole("button", { name: "New entry" }).click();
  await packs.getByRole("combobox", { name: "Type of entry" }).selectOption("term");
  await packs.getByRole("textbox", { name: "Id" }).fill("ward-round");
  await packs.getByRole("button", { name: "Make the entry" }).click();
  await packs.getByText("expected a text, found nothing").first().waitFor();
  await accessible(packs, "a pack with errors");
  await picture(packs, "errors");
  const text = packs.getByRole("textbox", { name: "terms/ward-round.yaml" });
  await text.click();
  await packs.keyboard.press("Control+a");
  await packs.keyboard.insertText(term);
  await packs.getByText("1 entry, nothing wrong").waitFor();
  await packs.getByRole("button", { name: "Save as a revision" }).click();
  await packs.getByRole("textbox", { name: "What was changed, and why" }).fill("The word of our ward.");
  await packs.getByRole("dialog").getByRole("button", { name: "Save as a revision" }).click();
  await packs.getByText("newest: revision 2").waitFor();
  await packs.getByRole("combobox", { name: "System" }).selectOption({ label: "Watch" });
  await packs.getByText("The two were assessed with different knowledge bases.").waitFor();
  await packs.getByRole("button", { name: "Use revision 2" }).click();
  await packs.getByRole("textbox", { name: "Reason" }).fill("Agreed in the ward meeting.");
  await packs.getByRole("dialog").getByRole("button", { name: "Use revision 2" }).click();
  await packs.getByText("In use: revision 2").waitFor();
  await accessible(packs, "a pack in use");
  await picture(packs, "pack");

  const own = await olga.open(null, "/knowledge?pack=shipped");
  await own.getByRole("combobox", { name: "From" }).selectOption({ label: "Our ward" });
  await own.getByRole("link", { name: "ward round" }).waitFor();
  const narrow = await olga.open(null, "/knowledge?type=threat", {
    viewport: { width: 400, height: 900 },
    colorScheme: "dark",
  });
  await narrow.getByRole("button", { name: /Show more/ }).waitFor();
  const wide = await narrow.evaluate(() => document.documentElement.scrollWidth);
  assert(wide <= 400, `the list is ${wide} wide on a screen of 400`);
  await accessible(narrow, "threats, dark and narrow");
  await picture(narrow, "narrow");
  const clinician = await bench.invite(olga, "clinical", "Carl Stern");
  const read = await clinician.open(null, "/knowledge/packs");
  await read.getByRole("link", { name: "Our ward" }).click();
  await read.getByText("You may read this pack.", { exact: false }).waitFor();
  assert.equal(await read.getByRole("button", { name: "New entry" }).count(), 0);
  for (const p of [page, check, clause, packs, own, narrow, read]) assert.deepEqual(p.wrong, []);
});
