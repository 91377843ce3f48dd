// Deciding on a harm, correcting it after it was signed, and going back in the history, in Chromium:
// `CORDON=… node tests/pages/decisions.mjs [folder for pictures]`. Ends with 1 if something is not as it should be.
import assert from "node:assert/strict";
import { join } from "node:path";
import { accessible, password, withServer } from "../lib.mjs";

const pictures = process.argv[2];

/** looks takes pictures in light, dark and narrow, and lets axe look at each. */
async function looks(person, project, path, name, ready) {
  for (const [kind, options] of Object.entries({
    light: { colorScheme: "light" },
    dark: { colorScheme: "dark" },
    narrow: { colorScheme: "light", viewport: { width: 400, height: 900 } },
  })) {
    const page = await person.open(project, path, options);
    await seen(page, ready);
    await page.waitForLoadState("networkidle").catch(() => {});
    await accessible(page, `${name}, ${kind}`);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
    assert.equal(wide, false, `${name}, ${kind}: the page is wider than the window`);
    if (pictures) await page.screenshot({ path: join(pictures, `${name}-${kind}.png`), fullPage: true });
    assert.deepEqual(page.wrong, [], `${name}, ${kind}`);
    await page.context().close();
  }
}

const seen = (page, text) => page.getByText(text).first().waitFor();
const heading = (page, name) => page.getByRole("heading", { level: 1, name }).waitFor();

await withServer(async (bench) => {
  const olga = await bench.owner();
  const clara = await bench.invite(olga, "clinical", "Clara Lund");
  const project = await olga.project("Watch", "wearable-monitor");

  // Olga decides on a harm that is not acceptable; what is wrong is said at the field.
  const page = await olga.open(project, "/decisions");
  await page.getByRole("link", { name: "Decide on: Medication taken after a forged plan" }).click();
  await heading(page, "New decision");
  await page.getByLabel("Decision", { exact: true }).selectOption("treat");
  await page.getByLabel("Reason").fill("The plan will be signed by the clinic and checked on the phone.");
  await page.getByLabel("Holds until").fill("2020-01-01");
  await page.getByRole("button", { name: "Save the decision" }).click();
  await seen(page, /it ends on 2020-01-01, before it is made/);
  await accessible(page, "form with an error");
  if (pictures) await page.screenshot({ path: join(pictures, "form-wrong.png"), fullPage: true });
  await page.getByLabel("Holds until").fill("2030-01-01");
  await page.getByRole("button", { name: "Save the decision" }).click();
  await heading(page, "Medication taken after a forged plan");
  await seen(page, "All that it rested on is as it was.");

  // Clara signs it; how people ask for that, and sign, is advisory.mjs. Olga sees it without loading again.
  const about = "decision:wrong-intake.yaml";
  const { digest } = await clara.call("GET", `/projects/${project.id}/subject?about=${about}`);
  const reason = "The benefit outweighs what is left.";
  await clara.call("POST", `/projects/${project.id}/signatures`, {
    about,
    digest,
    meaning: "approval",
    reason,
    password,
  });
  await seen(page, reason);

  // Other words leave a signature of an earlier version.
  await page.getByRole("link", { name: "Correct the words" }).click();
  await page.getByLabel("Reason").fill("The plan will be signed, and checked on the phone before it is shown.");
  await page.getByRole("button", { name: "Save the decision" }).click();
  await seen(page, "An earlier version was signed.");
  await looks(clara, project, "/decisions", "decisions", "things to decide");
  await looks(clara, project, "/decisions/d/wrong-intake", "decision", "An earlier version was signed.");
  await looks(clara, project, "/decisions/new?about=overall", "new", "Holds until");

  // What a decision rests on is said in the language of the page: threats by their titles, levels by their words.
  const rests = await clara.call("GET", `/projects/${project.id}/revisions/head/decisions/late-adjustment`);
  const [step] = rests["rests-on"].find((f) => f.kind === "way").through;
  const german = await clara.open(project, "/decisions/d/late-adjustment");
  await german.evaluate(() => localStorage.setItem("cordon.language", "de"));
  await german.reload();
  await german.getByText(/Worauf sie beruht/).click();
  assert(rests.titles[step], "the threat has no title");
  await german.getByRole("link", { name: rests.titles[step] }).first().waitFor();
  await german.getByRole("row", { name: "Schwere für Gebrechliche ernst" }).waitFor();
  await accessible(german, "what a decision rests on, in German");
  if (pictures) await german.screenshot({ path: join(pictures, "rests-on-german.png"), fullPage: true });
  await german.context().close();

  // The history: what a change did, and going back.
  const { files } = await olga.call("GET", `/projects/${project.id}/revisions/head`);
  assert(files.some((f) => f.path.startsWith("signatures/")));
  const read = await fetch(`${bench.base}/api/v1/projects/${project.id}/revisions/head/file?path=controls.yaml`, {
    headers: { Cookie: [...olga.cookies].map(([k, v]) => `${k}=${v}`).join("; ") },
  });
  const text = await read.text();
  const head = (await olga.call("GET", `/projects/${project.id}`)).head;
  await olga.call("POST", `/projects/${project.id}/revisions`, {
    base: head,
    files: { "controls.yaml": text.replaceAll("present", "absent") },
    message: "What if no control were there?",
  });
  await looks(clara, project, "/history", "history", "What if no control were there?");
  await page.goto(`${bench.base}/o/${bench.org}/p/${project.id}/history`);
  await page.getByRole("link", { name: "What changed in revision 5" }).click();
  await seen(page, /harms? moved/);
  const compare = new URL(page.url());
  await page.getByRole("button", { name: "controls.yaml" }).click();
  await page.getByRole("region", { name: "controls.yaml" }).waitFor();
  await accessible(page, "comparison with text");
  if (pictures) await page.screenshot({ path: join(pictures, "compare-text.png"), fullPage: true });
  const path = compare.pathname.replace(`/o/${bench.org}/p/${project.id}`, "") + compare.search;
  await looks(clara, project, path, "compare", "moved");
  await page.getByRole("link", { name: "Revision 4" }).click();
  await heading(page, "Revision 4");
  await page.getByRole("button", { name: "Go back to this" }).click();
  await page.getByLabel("Why?").fill("It was only to see.");
  await page.getByRole("button", { name: "Go back to this" }).last().click();
  await heading(page, "Revision 6");
  await seen(page, "This is the newest revision.");
  await looks(
    clara,
    project,
    new URL(page.url()).pathname.replace(`/o/${bench.org}/p/${project.id}`, ""),
    "revision",
    "Revision 6",
  );
  // What was refused on purpose is in the console as well.
  assert.deepEqual(
    page.wrong.filter((x) => !/status of 422/.test(x)),
    [],
  );
  const assessor = await bench.invite(olga, "assessor", "Arne Voss");
  const reads = await assessor.open(project, "/decisions/d/wrong-intake");
  await seen(reads, "An earlier version was signed.");
  assert.equal(
    await reads.getByRole("button", { name: "Sign", exact: true }).count(),
    0,
    "an assessor is offered to sign",
  );
  assert.equal(await reads.getByRole("link", { name: "Decide again" }).count(), 0, "an assessor is offered to decide");
  console.log("decided on a harm, corrected the words, and went back");
});
