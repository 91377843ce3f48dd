// Builds the page for trying the canvas, serves it, and opens it in Chromium. For canvas.mjs, canvas-speed.mjs and
// canvas-shots.mjs.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { chromium } from "playwright-core";
import { build, preview } from "vite";
import { quiet } from "./lib.mjs";

const web = fileURLToPath(new URL("..", import.meta.url));

/** Calls f with a browser and a function that opens the page with a query; everything is closed afterwards. */
export async function withCanvas(f) {
  const outDir = await mkdtemp(join(tmpdir(), "canvas-"));
  let server;
  let browser;
  try {
    const config = {
      root: web,
      configFile: false,
      logLevel: "error",
      plugins: [react()],
      build: { outDir, emptyOutDir: true, rolldownOptions: { input: join(web, "dev/canvas.html") } },
    };
    await build(config);
    server = await preview({ ...config, preview: { host: "127.0.0.1", port: 0 } });
    const base = server.resolvedUrls.local[0];
    browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: quiet });
    await f(browser, async (query, options = {}) => {
      const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
      const page = await context.newPage();
      page.wrong = [];
      page.on("pageerror", (e) => page.wrong.push(e.message));
      page.on("console", (m) => m.type() === "error" && !m.text().includes("favicon") && page.wrong.push(m.text()));
      await page.route("**/favicon.ico", (r) => r.fulfill({ status: 204 }));
      await page.goto(`${base}dev/canvas.html?${query}`);
      await page.waitForSelector(".canvas");
      return page;
    });
  } finally {
    await browser?.close();
    await server?.close();
    await rm(outDir, { recursive: true, force: true });
  }
}

/** Waits until the automatic layout is done. */
export const arranged = (page) => page.waitForSelector('.canvas[aria-busy="false"]', { timeout: 60_000 });
