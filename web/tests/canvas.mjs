// What people do on the canvas, in Chromium: `node tests/canvas.mjs`. Ends with 1 if something is not as it should be.
import assert from "node:assert/strict";
import AxeBuilder from "@axe-core/playwright";
import { arranged, withCanvas } from "./canvas-page.mjs";

const log = (page, f) => page.evaluate(f);
const operations = (page) =>
  page.evaluate(() =>
    window.canvasLog.operations.map((ops) => ops.map(({ graph, ...op }) => (graph ? { do: op.do } : op))),
  );
const last = async (page) => (await operations(page)).at(-1);
const said = (page, text) =>
  page.waitForFunction((t) => document.querySelector(".canvas-said")?.textContent === t, text, { timeout: 10_000 });
const box = (page, id) => page.locator(`[data-item="${id}"]`);
const node = (page, id) => page.locator(`.react-flow__node[data-id="${id}"]`);
const zone = (page, id) => page.evaluate((x) => window.canvasLog.graph().nodes.find((n) => n.id === x)?.zone, id);
const at = async (page, id) => {
  const r = await box(page, id).boundingBox();
  return { x: r.x + r.width / 2, y: r.y + r.height / 2 };
};
const accessible = async (page, what) => {
  const { violations } = await new AxeBuilder({ page }).analyze();
  assert.deepEqual(
    violations.map(
      (v) =>
        `${v.id}: ${v.nodes
          .map((n) => n.target)
          .slice(0, 3)
          .join(" | ")}`,
    ),
    [],
    `axe: ${what}`,
  );
};
const drag = async (page, from, to) => {
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(from.x + 1, from.y + 1); // the drag counts from its first step
  await page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2, { steps: 4 });
  await page.mouse.move(to.x, to.y, { steps: 4 });
  await page.mouse.up();
};
const focus = async (page, id) => {
  await box(page, id).focus();
  await page.waitForFunction((x) => document.activeElement?.dataset.item === x, id);
};

const cases = {
  "is accessible, as drawing, with levels, as list, and in its dialogs": async (open) => {
    for (const theme of ["light", "dark"]) {
      const page = await open(`n=60&levels&peers&theme=${theme}`);
      await arranged(page);
      await accessible(page, `drawing, ${theme}`);
      await page.locator(".canvas-bar select").nth(1).selectOption("leads-to");
      await accessible(page, `levels, ${theme}`);
      await page.getByRole("button", { name: "Add", exact: true }).click();
      await page.locator("dialog [role=option]").first().waitFor();
      await accessible(page, `palette, ${theme}`);
      await page.keyboard.press("Escape");
      await page.getByRole("application").focus();
      await page.keyboard.press("?");
      await accessible(page, `keys, ${theme}`);
      await page.keyboard.press("Escape");
      await page.getByRole("button", { name: "List" }).click();
      await accessible(page, `list, ${theme}`);
      await page.context().close();
    }
  },

  "moves an element by dragging, and undoes that": async (open) => {
    const page = await open("n=60");
    await arranged(page);
    const from = await at(page, "update");
    await drag(page, from, { x: from.x - 40, y: from.y + 6 });
    await said(page, "Update service moved");
    assert.deepEqual(await operations(page), [], "moving is not in the text");
    const there = await at(page, "update");
    assert.ok(Math.abs(there.x - from.x + 40) < 12, `moved by ${there.x - from.x}`);
    await page.keyboard.press("Control+z");
    await said(page, "Undone: Update service moved");
    assert.deepEqual(await at(page, "update"), from);
    await page.keyboard.press("Control+Shift+z");
    await said(page, "Redone: Update service moved");
    assert.ok((await log(page, () => window.canvasLog.layouts.length)) > 0, "positions are kept");
  },

  "sets the zone of what is dragged into another zone, and undoes that": async (open) => {
    const page = await open("n=60");
    await arranged(page);
    const head = await at(page, "data-centre");
    await drag(page, await at(page, "update"), { x: head.x + 10, y: head.y + 4 });
    await said(page, "Update service moved to Data centre");
    assert.deepEqual(await operations(page), [[{ do: "set", id: "update", path: ["zone"], value: "data-centre" }]]);
    assert.equal(await zone(page, "update"), "data-centre");
    await page.keyboard.press("Control+z");
    await said(page, "Undone: Update service moved to Data centre");
    assert.equal(await zone(page, "update"), "maker");
  },

  "refuses a person in a zone without a place, in words": async (open) => {
    const page = await open("n=60");
    await arranged(page);
    const head = await at(page, "data-centre");
    await drag(page, await at(page, "clinician"), { x: head.x + 10, y: head.y + 4 });
    await said(page, "Neurologist is at a place, and this zone has none. Add a place to the zone first.");
    assert.deepEqual(await operations(page), []);
  },

  "connects by dragging, only where it is legal": async (open) => {
    const page = await open("n=60");
    await arranged(page);
    await node(page, "update").hover();
    const handle = await node(page, "update").locator(".canvas-source").boundingBox();
    await page.mouse.move(handle.x + handle.width / 2, handle.y + handle.height / 2);
    await page.mouse.down();
    const target = await at(page, "internet");
    await page.mouse.move(target.x - 60, target.y - 60, { steps: 6 });
    await page.waitForSelector(".is-legal");
    const dim = await page.locator('[data-item="clinician"]').evaluate((e) => e.classList.contains("is-dim"));
    assert.equal(dim, true, "a person is no legal target of an asset");
    await page.mouse.move(target.x, target.y, { steps: 6 });
    await page.mouse.up();
    await said(page, "Update service connected to Internet");
    assert.deepEqual(await last(page), [{ do: "put", id: "update", path: ["on"], value: "internet" }]);

    await node(page, "update").hover();
    const again = await node(page, "update").locator(".canvas-source").boundingBox();
    await page.mouse.move(again.x + again.width / 2, again.y + again.height / 2);
    await page.mouse.down();
    const person = await at(page, "clinician");
    await page.mouse.move(person.x - 50, person.y, { steps: 6 });
    await page.mouse.move(person.x, person.y, { steps: 6 });
    await page.mouse.up();
    await said(
      page,
      "Update service cannot be connected to Neurologist: no connection between these kinds makes sense.",
    );
    assert.equal((await operations(page)).length, 1);
  },

  "does everything by keyboard: add, rename, connect, move, delete, undo": async (open) => {
    const page = await open("n=60");
    await arranged(page);
    await page.getByRole("application").focus();
    await page.keyboard.press("ArrowRight");
    await page.waitForFunction(() => document.activeElement?.dataset.item);
    await focus(page, "maker");
    await page.keyboard.press("/");
    await page.getByRole("combobox", { name: "Add an element" }).fill("server");
    await page.keyboard.press("Enter"); // before the answer is there
    await said(page, "Server added");
    assert.deepEqual(await last(page), [
      { do: "add", block: "assets", id: "server", value: { kind: "device.server", title: "Server", zone: "maker" } },
    ]);
    await page.waitForFunction(() => document.activeElement?.dataset.item === "server");

    await page.keyboard.press("F2");
    await page.keyboard.type("Build server");
    await page.keyboard.press("Enter");
    await said(page, "Server renamed to Build server");
    await page.waitForFunction(() => document.activeElement?.dataset.item === "server");

    await page.keyboard.press("c");
    await page.getByRole("combobox", { name: "Connect Build server to" }).fill("update");
    await page.getByRole("option", { name: /Update service/ }).waitFor();
    await page.waitForFunction(() => document.querySelectorAll("dialog [role=option]").length === 1);
    await page.keyboard.press("Enter");
    await said(page, "Build server connected to Update service");
    assert.deepEqual(await last(page), [
      {
        do: "add",
        block: "flows",
        id: "server-to-update",
        value: { title: "Build server to Update service", from: "server", to: "update" },
      },
    ]);

    await focus(page, "server");
    await page.keyboard.press("Escape");
    const before = await at(page, "server");
    await page.keyboard.press("Alt+ArrowRight");
    await said(page, "Build server moved");
    assert.ok((await at(page, "server")).x > before.x);

    await page.keyboard.press("z");
    await page.getByRole("combobox", { name: "Move to zone" }).fill("data centre");
    await page.getByRole("option", { name: /Data centre/ }).waitFor();
    await page.keyboard.press("Enter");
    await said(page, "Build server moved to Data centre");
    assert.equal(await zone(page, "server"), "data-centre");

    await focus(page, "server");
    await page.keyboard.press("Delete");
    await said(page, "Build server deleted");
    assert.deepEqual(await last(page), [{ do: "remove", id: "server", all: true }]);
    assert.equal(await box(page, "server").count(), 0);
    for (const what of [
      "Build server deleted",
      "Build server moved to Data centre",
      "Build server moved",
      "Build server connected to Update service",
      "Server renamed to Build server",
      "Server added",
    ]) {
      await page.keyboard.press("Control+z");
      await said(page, `Undone: ${what}`);
    }
    await page.keyboard.press("Control+z");
    await said(page, "Nothing to undo");
    assert.deepEqual(await log(page, () => window.canvasLog.graph().nodes.some((n) => n.id === "server")), false);
  },

  "walks along elements and connections, and opens properties": async (open) => {
    const page = await open("n=60");
    await arranged(page);
    await focus(page, "cloud/ingest");
    await page.keyboard.press(".");
    await page.waitForFunction(() =>
      /^Connection 1 of \d+: /.test(document.querySelector(".canvas-said")?.textContent ?? ""),
    );
    await page.keyboard.press("Escape");
    await page.keyboard.press("Control+ArrowUp");
    await page.waitForFunction(() => document.activeElement?.dataset.item === "cloud");
    await page.keyboard.press("Control+ArrowUp");
    await page.waitForFunction(() => document.activeElement?.dataset.item === "maker");
    await page.keyboard.press("Control+ArrowDown");
    await page.waitForFunction(() => ["cloud", "update"].includes(document.activeElement?.dataset.item));
    await page.keyboard.press("Enter");
    const here = await log(page, () => document.activeElement.dataset.item);
    assert.deepEqual(await log(page, () => window.canvasLog.opened), [here]);
  },

  "selects many, copies with flows between them, pastes and duplicates": async (open) => {
    const page = await open("n=60");
    await arranged(page);
    await box(page, "update").click();
    await box(page, "cloud").click({ modifiers: ["Shift"] });
    assert.deepEqual((await log(page, () => window.canvasLog.selected)).toSorted(), ["cloud", "update"]);
    await page.keyboard.press("Control+d");
    await said(page, "4 elements pasted");
    assert.deepEqual(
      (await last(page)).map((o) => [o.do, o.block, o.id]),
      [
        ["add", "assets", "cloud-2"],
        ["add", "assets", "update-2"],
        ["add", "flows", "cloud-ingest-to-cloud-scoring-2"],
        ["add", "flows", "cloud-scoring-to-cloud-records-2"],
      ],
    );
    await page.keyboard.press("Control+z");
    await page.waitForFunction(() => !window.canvasLog.graph().nodes.some((n) => n.id === "cloud-2"));
    await page.keyboard.press("Control+a");
    assert.ok((await log(page, () => window.canvasLog.selected.length)) > 50);
    await page.keyboard.press("Escape");
    await page.keyboard.down("Shift");
    const near = await box(page, "maker").boundingBox();
    await drag(page, { x: near.x - 30, y: near.y - 12 }, { x: near.x + 260, y: near.y + 160 });
    await page.keyboard.up("Shift");
    assert.ok((await log(page, () => window.canvasLog.selected.length)) > 0, "a marquee selects");
  },

  "closes and enters zones, and shows one function": async (open) => {
    const page = await open("n=60");
    await arranged(page);
    await focus(page, "maker");
    await page.keyboard.press("o");
    await said(page, "Manufacturer closed");
    assert.equal(await box(page, "update").count(), 0);
    await page.keyboard.press("o");
    await said(page, "Manufacturer opened");
    await box(page, "update").waitFor();
    await focus(page, "maker");
    await page.keyboard.press("e");
    await said(page, "Showing only Manufacturer");
    assert.equal(await box(page, "home-hub-1").count(), 0);
    assert.equal((await page.locator(".is-outside").count()) > 0, true);
    await page.keyboard.press("Escape");
    await said(page, "Showing all zones");
    await page.locator(".canvas-bar select").first().selectOption("watch");
    assert.equal(await box(page, "update").evaluate((e) => e.classList.contains("is-dim")), true);
    await page.getByRole("button", { name: "Hide the rest" }).click();
    assert.equal(await box(page, "update").count(), 0);
    assert.equal(await box(page, "station-1").count(), 1);
  },

  "shows levels with words and bars, and what others select": async (open) => {
    const page = await open("n=60&levels&peers");
    await arranged(page);
    await page.locator(".canvas-bar select").nth(1).selectOption("leads-to");
    const level = box(page, "update").locator(".canvas-level");
    assert.match(await level.textContent(), /^(very low|low|medium|high|very high)$/);
    assert.equal(await level.locator("rect").count(), 5);
    assert.equal(await page.locator(".canvas-peers").textContent(), "Dr Weber");
  },

  "keeps place, selection, focus and undo when somebody else changes the model": async (open) => {
    const page = await open("n=60");
    await arranged(page);
    await box(page, "update").click();
    await focus(page, "update");
    await page.keyboard.press("Alt+ArrowDown");
    await said(page, "Update service moved");
    const before = await at(page, "update");
    await page.evaluate(() =>
      window.canvasLog.change([
        { do: "add", block: "assets", id: "theirs", value: { kind: "device.server", title: "Theirs", zone: "maker" } },
        { do: "remove", id: "internet" },
      ]),
    );
    await box(page, "theirs").waitFor();
    assert.deepEqual(await at(page, "update"), before);
    assert.deepEqual(await log(page, () => window.canvasLog.selected), ["update"]);
    assert.equal(await log(page, () => document.activeElement.dataset.item), "update");
    await page.keyboard.press("Control+z");
    await said(page, "Undone: Update service moved");
    assert.equal(await box(page, "theirs").count(), 1);
    await page.evaluate(() => window.canvasLog.change([{ do: "remove", id: "update" }]));
    await page.waitForFunction(() => window.canvasLog.selected.length === 0);
  },

  "says why the text refuses a change, and leaves everything as it was": async (open) => {
    const page = await open("n=60");
    await arranged(page);
    await box(page, "update").click();
    await page.evaluate(() => window.canvasLog.refuse("the file is locked"));
    await focus(page, "update");
    await page.keyboard.press("Delete");
    await said(page, "Not done: Update service deleted. the file is locked");
    assert.equal(await box(page, "update").count(), 1);
    assert.equal(await page.getByRole("button", { name: "Undo" }).getAttribute("aria-disabled"), "true");
  },

  "changes nothing in read-only mode": async (open) => {
    const page = await open("n=60&read-only");
    await arranged(page);
    assert.equal(await page.getByRole("button", { name: "Add", exact: true }).count(), 0);
    const from = await at(page, "internet");
    await focus(page, "internet");
    for (const key of ["Delete", "Control+d", "F2", "/", "c", "z", "Alt+ArrowRight"]) await page.keyboard.press(key);
    assert.equal(await page.locator("dialog").count(), 0);
    assert.equal(await page.locator(".canvas-rename").count(), 0);
    assert.deepEqual(await at(page, "internet"), from);
    assert.deepEqual(await operations(page), []);
    assert.deepEqual(await log(page, () => window.canvasLog.layouts), []);
  },

  "draws 2,000 elements from afar, and boxes near": async (open) => {
    const page = await open("n=2000");
    await page.waitForSelector(".canvas-far");
    assert.equal(await page.locator(".react-flow__node").count(), 0);
    await arranged(page);
    await page.getByRole("application").focus();
    await page.keyboard.press("ArrowRight");
    await page.waitForFunction(() => document.activeElement?.dataset.item);
    const boxes = await page.locator(".react-flow__node").count();
    assert.ok(boxes > 0 && boxes < 400, `${boxes} boxes are in the page`);
    await page.keyboard.press("0");
    await page.waitForSelector(".canvas-far");
  },
};

let wrong = 0;
await withCanvas(async (_, open) => {
  const only = process.argv[2];
  for (const [name, run] of Object.entries(cases)) {
    if (only && !name.includes(only)) continue;
    let page;
    try {
      await run(async (query, options) => {
        page = await open(query, options);
        return page;
      });
      assert.deepEqual(page.wrong, [], "errors of the page");
      console.log(`ok   ${name}`);
    } catch (e) {
      wrong++;
      console.log(`FAIL ${name}\n     ${e.message.split("\n").slice(0, 12).join("\n     ")}`);
      if (page)
        console.log(`     said: ${await page.locator(".canvas-said").textContent()}; page: ${page.wrong.join("; ")}`);
    }
    await page?.context().close();
  }
});
process.exit(wrong > 0 ? 1 : 0);
