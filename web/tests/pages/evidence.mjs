// Somebody in regulatory affairs looks what binds and why it is open, makes a document and gives a link to it to somebody without an
// account, and compares two revisions. Run: CORDON=… node tests/pages/evidence.mjs
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { accessible, withServer } from "../lib.mjs";

const patience = { timeout: 60_000 };
const clause = "mdcg-2019-16:r1/3.6#7";

await withServer(async (bench) => {
  const olga = await bench.owner();
  const rita = await bench.invite(olga, "regulatory", "Rita Moreau");
  const project = await olga.project("Watch", "wearable-monitor");
  const of = `/projects/${project.id}`;
  const shown = [];
  const open = async (path, options) => {
    const page = await rita.open(project, path, options);
    shown.push(page);
    return page;
  };

  // Compliance: what binds operators, one clause of it, and why it is as it is.
  const comply = await open("/comply");
  await comply.getByRole("tab", { name: "Overview" }).waitFor(patience);
  const { clauses, gaps, findings } = await rita.call("GET", `${of}/revisions/head/compliance`);
  await comply.getByRole("radio", { name: "Who has to meet it" }).check();
  assert.match(comply.url(), /by=role/);
  await accessible(comply, "compliance by role");
  await comply
    .getByRole("row", { name: /^operator/ })
    .getByRole("link", { name: "operator" })
    .click();
  const theirs = clauses.filter((c) => c.who.includes("operator") && c.verdict !== "does-not");
  await comply
    .getByRole("status")
    .filter({ hasText: `${theirs.length} rows` })
    .waitFor();
  assert.equal(await comply.getByLabel("Who has to meet it").inputValue(), "operator");
  await comply.getByRole("searchbox").fill("safeguards at the site");
  await accessible(comply, "clauses");
  await comply.getByRole("link", { name: "Technical safeguards at the site" }).click();
  await comply.getByRole("heading", { level: 1, name: "Technical safeguards at the site" }).waitFor(patience);
  const wanted = clauses.find((c) => c.id === clause);
  const names = new Map(findings.map((f) => [f.criterion, f.title]));
  const why = wanted.why.replace(/CRI-\d{4}/g, (id) => names.get(id));
  const facts = await comply.locator(".facts").textContent();
  assert(facts.includes(why), `${facts} does not say: ${why}`);
  assert.equal(await comply.locator(".comply-one").count(), wanted.criteria.length, "what shows the clause");
  await accessible(comply, "one clause");

  // Where nothing goes through the filters, they stay, and can be taken away.
  const none = await open("/comply?view=clauses&role=patient&status=met&stage=organisation");
  await none.getByText("No clause goes through these filters.").waitFor(patience);
  assert.equal(await none.getByLabel("Stage").inputValue(), "organisation");
  await none.getByRole("button", { name: "Take all filters away" }).click();
  await none
    .getByRole("status")
    .filter({ hasText: `${clauses.length} rows` })
    .waitFor();
  await none.getByRole("tab", { name: `What to do (${gaps.length})` }).click();
  await none.getByRole("tab", { name: "Statement of applicability" }).click();
  await none.getByRole("heading", { name: /^Statement of applicability: / }).waitFor();
  const [csv] = await Promise.all([
    none.waitForEvent("download"),
    none.getByRole("button", { name: "Export as CSV" }).click(),
  ]);
  assert.match(await readFile(await csv.path(), "utf8"), /Place.*Clause.*Applies/);
  await accessible(none, "the statement of applicability");

  // Documents: for whom, what is in one, as a file.
  const documents = await open("/documents");
  await documents.getByRole("tab", { name: "Documents" }).waitFor(patience);
  const { items } = await rita.call("GET", `${of}/revisions/head/documents`);
  await documents.getByLabel("For").selectOption("patient");
  const readers = items.filter((d) => d.to.includes("patient"));
  await documents
    .getByRole("status")
    .filter({ hasText: new RegExp(`^${readers.length} row`) })
    .waitFor();
  await documents.getByLabel("For").selectOption("");
  await accessible(documents, "documents");
  const concept = items.find((d) => d.kind === "security-concept");
  await documents.getByRole("link", { name: concept.title, exact: true }).click();
  await documents.frameLocator("iframe").getByRole("heading", { level: 1 }).first().waitFor(patience);
  const [file] = await Promise.all([
    documents.waitForEvent("download"),
    documents.getByRole("link", { name: "MD", exact: true }).click(),
  ]);
  assert.equal(file.suggestedFilename(), "security-concept.md");
  const text = await readFile(await file.path(), "utf8");
  assert(text.includes(`# ${concept.title}`), text.slice(0, 200));
  await documents.getByRole("tab", { name: /^Open points/ }).click();
  assert.equal(await documents.getByRole("tabpanel").locator("li").count(), concept.open.length);
  await accessible(documents, "open points of a document");

  // A link to it, with an end, for somebody without an account.
  await documents.getByRole("tab", { name: "Share" }).click();
  await documents.getByLabel("Title").fill("Concept for the clinic");
  await documents.getByLabel("Format").selectOption("html");
  await documents.getByLabel("The link ends after").selectOption("1");
  await accessible(documents, "sharing a document");
  await documents.getByRole("button", { name: "Make the link" }).click();
  const link = await documents.getByRole("dialog").getByLabel("Link").inputValue();
  await documents.getByRole("dialog").getByRole("button", { name: "Close" }).click();
  const stranger = await (await bench.browser.newContext({ locale: "en" })).newPage();
  await stranger.goto(link);
  await stranger.getByRole("heading", { name: "Concept for the clinic" }).waitFor();
  const ends = new Date(await stranger.locator("time").last().getAttribute("datetime"));
  assert(Math.abs(ends - Date.now() - 86_400_000) < 600_000, `the link ends at ${ends}`);
  const [same] = await Promise.all([
    stranger.waitForEvent("download"),
    stranger.getByRole("button", { name: "Download security-concept.html" }).click(),
  ]);
  assert.match(await readFile(await same.path(), "utf8"), new RegExp(`<h1[^>]*>${concept.title}`));
  await documents.goto(`${bench.base}/o/${bench.org}/p/${project.id}/documents?view=shares`);
  await documents
    .getByRole("row", { name: /Concept for the clinic/ })
    .getByRole("button")
    .click();
  await accessible(documents, "links");
  await documents.getByRole("dialog").getByRole("button", { name: "End the link" }).click();
  await documents.getByRole("row", { name: /Concept for the clinic.*ended/ }).waitFor();
  await stranger.reload();
  await stranger.getByRole("heading", { name: "This link leads nowhere" }).waitFor();
  await accessible(stranger, "a link that has ended");

  // History: two revisions beside each other.
  const head = (await olga.call("GET", of)).head;
  await olga.call("POST", `${of}/revisions`, { base: head, files: { "notes.md": "Nothing.\n" }, message: "A note" });
  const history = await open("/history");
  await history.getByRole("checkbox", { name: "Choose revision 1 to compare" }).check();
  await history.getByRole("checkbox", { name: "Choose revision 2 to compare" }).check();
  await accessible(history, "history");
  await history.getByRole("button", { name: "Compare two (2 chosen)" }).click();
  await history.getByText("No harm is rated otherwise.").waitFor(patience);
  assert.match(history.url(), /compare\?from=/);
  for (const page of shown) assert.deepEqual(page.wrong, []);
});
console.log("compliance, documents and history are as they should be");
