// How fast the canvas is: time until it is drawn, and frames per second while it is panned near and far. Prints numbers
// and judges nothing, because they depend on the machine: `node tests/canvas-speed.mjs`.
import { arranged, withCanvas } from "./canvas-page.mjs";

/** Frames per second while the pointer drags the background for two seconds, and the longest frame in milliseconds. */
async function pan(page) {
  await page.evaluate(() => {
    window.canvasFrames = [];
    const step = (t) => {
      window.canvasFrames.push(t);
      window.canvasFrame = requestAnimationFrame(step);
    };
    window.canvasFrame = requestAnimationFrame(step);
  });
  await page.mouse.move(700, 860);
  await page.mouse.down();
  const end = Date.now() + 2000;
  for (let i = 0; Date.now() < end; i++)
    await page.mouse.move(700 + 250 * Math.sin(i / 8), 600 + 250 * Math.cos(i / 8));
  await page.mouse.up();
  return page.evaluate(() => {
    cancelAnimationFrame(window.canvasFrame);
    const f = window.canvasFrames;
    const gaps = f.slice(1).map((t, i) => t - f[i]);
    return { fps: Math.round((1000 * gaps.length) / (f.at(-1) - f[0])), longest: Math.round(Math.max(...gaps)) };
  });
}

await withCanvas(async (_, open) => {
  for (const n of [60, 300, 2000]) {
    const start = Date.now();
    const page = await open(`n=${n}`);
    await page.waitForSelector(".react-flow__node, .canvas-far");
    const drawn = Date.now() - start;
    await arranged(page);
    const laidOut = Date.now() - start;
    const far = await pan(page);
    await page.locator(".react-flow").focus();
    await page.keyboard.press("ArrowRight");
    await page.waitForTimeout(1500);
    const near = await pan(page);
    const elements = await page.evaluate(() => document.querySelectorAll("*").length);
    const heap = await page.evaluate(() => Math.round(performance.memory.usedJSHeapSize / 1e6));
    console.log(
      `${n} elements: drawn ${drawn} ms, arranged ${laidOut} ms; far ${far.fps} fps (longest frame ${far.longest} ms), near ${near.fps} fps (${near.longest} ms); ${elements} elements in the page near, heap ${heap} MB`,
    );
    await page.context().close();
  }
});
