// Background work: a page that waits hears of it over the stream of events, and asks again and again only where there is no stream. In Chromium:
// CORDON=… node tests/pages/background.mjs
import assert from "node:assert/strict";
import { withServer } from "../lib.mjs";

const patience = { timeout: 90_000 };

/** counting counts what a page asks of jobs, and what it hears of them. */
async function counting(page) {
  const asked = [];
  page.on("request", (r) => /\/jobs\/\d+$/.test(r.url()) && asked.push(r.url()));
  await page.addInitScript(() => {
    window.heard = 0;
    const listen = EventSource.prototype.addEventListener;
    EventSource.prototype.addEventListener = function (kind, ...rest) {
      if (kind === "job") listen.call(this, kind, () => window.heard++);
      return listen.call(this, kind, ...rest);
    };
  });
  await page.reload();
  return async () => ({ asked: asked.length, heard: await page.evaluate(() => window.heard) });
}

const plot = (page) => page.getByRole("group", { name: "Cost against harm that remains" }).waitFor(patience);

await withServer(async (bench) => {
  const olga = await bench.owner();
  const project = await olga.project("Watch", "wearable-monitor");
  const page = await olga.open(project, "/options");
  const counts = await counting(page);
  await page.getByText("Limits of single harms, wishes, effort").click();
  await page.getByLabel("also sets that leave less harm than asked for").check();
  await page.getByRole("button", { name: "Look for options" }).click();
  await plot(page);
  const with_ = await counts();
  assert(with_.heard > 0, "no event of the work was heard");
  assert(with_.asked <= with_.heard + 2, `asked ${with_.asked} times, heard ${with_.heard} events`);

  // Without the stream it is asked, and comes to the same end.
  const alone = await olga.open(project, "/options");
  await alone.route("**/events/stream*", (r) => r.abort());
  const without = await counting(alone);
  await alone.getByLabel("What is asked of every harm").selectOption("reduce");
  await alone.getByRole("button", { name: "Look for options" }).click();
  await plot(alone);
  const { asked, heard } = await without();
  assert.equal(heard, 0);
  assert(asked > 1, `asked ${asked} times`);
  assert.deepEqual(page.wrong, []);
});
console.log("background work is heard of, and asked for where nothing is heard");
