// Texts that people add to a document, in Chromium: written, seen in the preview, kept over other tabs and loading again, and not overwritten:
// `CORDON=… node tests/pages/documents.mjs [folder for pictures]`. Ends with 1 if something is not as it should be.
import assert from "node:assert/strict";
import { join } from "node:path";
import { accessible, withServer } from "../lib.mjs";

const pictures = process.argv[2];
const card = "/documents?document=clinical-user-card&part=places";
const asked = "Number of the site for device and security events";

await withServer(async (bench) => {
  const olga = await bench.owner();
  const rita = await bench.invite(olga, "regulatory", "Rita Moreau");
  const anna = await bench.invite(olga, "assessor", "Anna Weiss");
  const project = await olga.project("Watch", "wearable-monitor");
  const page = await rita.open(project, card);
  const field = page.getByLabel(asked);
  await field.fill("0800 1234\n\nAt night: 0800 5678");
  await page.getByText("not saved yet").waitFor();

  // What is typed is still there after a look at the preview, and after the page was loaded again.
  await page.getByRole("tab", { name: "Preview" }).click();
  await page.getByRole("tab", { name: "Texts to add" }).click();
  await page.reload();
  assert.equal(await field.inputValue(), "0800 1234\n\nAt night: 0800 5678");
  await accessible(page, "a text that is not saved");
  if (pictures) await page.screenshot({ path: join(pictures, "places.png"), fullPage: true });
  await page.getByRole("button", { name: "Save the text" }).click();
  await page.getByText("The text is saved, and stands in the document.").waitFor();
  assert.equal(await page.getByText("not saved yet").count(), 0);
  await page.getByRole("tab", { name: "Preview" }).click();
  await page.frameLocator("iframe").getByText("At night: 0800 5678").waitFor();

  // Olga writes at the same place meanwhile. Rita is told, keeps what she typed, and decides.
  await page.getByRole("tab", { name: "Texts to add" }).click();
  await field.fill("0800 9999");
  const body = { section: "What to do then", asked, says: "112" };
  await olga.call("PUT", `/projects/${project.id}/documents/clinical-user-card/places`, body);
  await page.getByText("Somebody else has written here since you began.").waitFor();
  await page.getByRole("button", { name: "Save the text" }).click();
  await page.getByText("Nothing is lost: what you typed is still in the field.").waitFor();
  await accessible(page, "a text that somebody else changed");
  if (pictures) await page.screenshot({ path: join(pictures, "places-others.png"), fullPage: true });
  await page.getByRole("button", { name: "Mine is right" }).click();
  await page.getByRole("button", { name: "Save the text" }).click();
  await page.getByText("not saved yet").waitFor({ state: "detached" });
  const { items } = await rita.call(
    "GET",
    `/projects/${project.id}/revisions/head/documents/clinical-user-card/places`,
  );
  assert.equal(items[0].says, "0800 9999");
  assert.deepEqual(page.wrong, []);

  // Who may not edit reads it; a document that leaves nothing says so.
  const reads = await anna.open(project, card);
  await reads.getByText("0800 9999").waitFor();
  await reads.getByText("Your role does not allow changes of this system.").waitFor();
  assert.equal(await reads.getByRole("textbox", { name: asked }).count(), 0);
  await accessible(reads, "texts that one may not write");
  const nothing = await anna.open(project, "/documents?document=security-concept&part=places");
  await nothing.getByText("This document leaves nothing to people.").waitFor();
  console.log("wrote a text of a document, kept what was typed, and overwrote nothing");
});
