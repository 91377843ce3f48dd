// Pictures of the canvas for looking at: `node tests/canvas-shots.mjs DIR`.
import { arranged, withCanvas } from "./canvas-page.mjs";

const dir = process.argv[2] ?? ".";
const narrow = { viewport: { width: 390, height: 800 } };
const shots = [
  ["60-light", "n=60&levels&peers"],
  ["60-dark", "n=60&levels&peers&theme=dark"],
  ["60-levels", "n=60&levels&peers", {}, (p) => p.locator(".canvas-bar select").nth(1).selectOption("leads-to")],
  [
    "60-zone",
    "n=60&levels",
    {},
    async (p) => {
      await p.locator('[data-item="hospital"]').focus();
      await p.keyboard.press("e");
    },
  ],
  [
    "60-function",
    "n=60",
    {},
    async (p) => {
      await p.locator(".canvas-bar select").first().selectOption("adjust");
      await p.getByRole("button", { name: "Hide the rest" }).click();
    },
  ],
  [
    "60-near",
    "n=60&levels&peers",
    {},
    async (p) => {
      await p.locator(".canvas-bar select").nth(1).selectOption("threats");
      await p.locator('[data-item="home-hub-1"]').focus();
      for (let i = 0; i < 5; i++) await p.keyboard.press("+");
      await p.waitForTimeout(600);
      await p.keyboard.press("ArrowRight");
      await p.keyboard.press(" ");
    },
  ],
  ["60-palette", "n=60&theme=dark", {}, (p) => p.getByRole("button", { name: "Add", exact: true }).click()],
  [
    "60-help",
    "n=60&lang=de",
    {},
    (p) => p.getByRole("button", { name: "?" }).or(p.locator(".canvas-bar button").last()).first().click(),
  ],
  ["60-list", "n=60&levels", {}, (p) => p.getByRole("button", { name: "List" }).click()],
  ["60-narrow", "n=60&levels", narrow],
  ["2000-light", "n=2000&levels"],
  ["2000-dark", "n=2000&levels&theme=dark", {}, (p) => p.locator(".canvas-bar select").nth(1).selectOption("leads-to")],
  [
    "2000-near",
    "n=2000&levels",
    {},
    async (p) => {
      await p.locator(".react-flow").focus();
      await p.keyboard.press("ArrowRight");
      await p.waitForTimeout(800);
    },
  ],
  ["2000-narrow", "n=2000", narrow],
];

await withCanvas(async (_, open) => {
  const only = process.argv[3];
  for (const [name, query, options, act] of shots) {
    if (only && !name.includes(only)) continue;
    const page = await open(query, options);
    await arranged(page);
    await act?.(page);
    await page.waitForTimeout(1000);
    await page.screenshot({ path: `${dir}/${name}.png` });
    await page.context().close();
  }
});
