// Pictures of every page for looking at: `CORDON=… node tests/shots.mjs DIR [names] [ways]`, as in `node tests/shots.mjs /tmp/p
// '^(harms|threats)' narrow,german`; names is an expression. Prints what a picture does not show: pages wider than the window, errors in the console, what axe finds.
import { join } from "node:path";
import AxeBuilder from "@axe-core/playwright";
import { withServer } from "./lib.mjs";
import { seed } from "./shots-data.mjs";

const [dir = ".", names = "", only] = process.argv.slice(2);
const named = new RegExp(names);

const wide = { width: 1440, height: 900 };
const narrow = { width: 400, height: 900 };
const large = { width: 720, height: 450 }; // what is left of wide at 200 %
const paper = { width: 718, height: 1047 }; // A4 without margins of 10 mm, at 96 to the inch
const sizes = { narrow, large, print: paper };
/** In the order in which a page goes through them: only German words make it load again. */
const ways = ["light", "dark", "narrow", "large", "print", "german"];
const alsoLarge = /^(home|system|harms|threats|options|comply|documents|decisions|after-inbox|admin-people)$/; // at 200 %, and on paper
const chosen = only ? only.split(",") : ways;

/** What is done on a page before it is taken. */
const click = (role, name, more) => async (page) => {
  await page
    .getByRole(role, { name, ...more })
    .first()
    .click({ timeout: 10_000 });
};
const choose = (item) => async (page) => {
  await page.locator(`[data-item="${item}"]`).first().click({ timeout: 30_000 });
};

/** All pages: name, whose eyes, address, and what is done there. A function as the address is given what seed made. */
const pages = [
  ["portfolio", "olga", "o/"],
  ["portfolio-new", "olga", "o/", click("button", /Add a system|System hinzufügen/)],
  ["portfolio-assessor", "anna", "o/"],
  ["knowledge", "olga", "o/knowledge"],
  ["knowledge-control", "olga", "o/knowledge/control/CTL-0001"],
  ["knowledge-threat", "olga", "o/knowledge/threat/THR-0001"],
  ["knowledge-check", "olga", "o/knowledge/check/CHK-0001"],
  ["knowledge-clause", "olga", `o/knowledge/clause/${encodeURIComponent("mdcg-2019-16:r1/3.6#7")}`],
  ["knowledge-packs", "olga", "o/knowledge/packs"],
  ["knowledge-pack", "olga", (s) => `o/knowledge/packs/${s.pack.id}`],
  ["admin-people", "olga", "o/admin"],
  ["admin-settings", "olga", "o/admin?tab=settings"],
  ["admin-webhooks", "olga", "o/admin?tab=webhooks"],
  ["admin-jobs", "olga", "o/admin?tab=jobs"],
  ["admin-log", "olga", "o/admin?tab=log"],
  ["admin-installation", "olga", "o/admin?tab=installation"],
  ["admin-forbidden", "clara", "o/admin"],
  ["profile", "olga", "/profile"],
  ["home", "olga", "p/"],
  ["home-empty", "olga", "e/"],
  ["home-clinical", "clara", "p/"],
  ["system", "anna", "p/system?select=smartbox"],
  ["system-chosen", "anna", "p/system?select=smartbox", choose("smartbox")],
  ["system-findings", "anna", "p/system?show=findings"],
  ["system-questions", "anna", "p/system?show=questions"],
  ["system-effects", "anna", "p/system?show=effects"],
  ["system-draft", "emil", "p/system"],
  ["system-empty", "olga", "e/system"],
  ["system-wrong", "olga", "w/system?show=findings"],
  ["guide-purpose", "olga", "p/system/guide?step=purpose"],
  ["guide-functions", "olga", "p/system/guide?step=clinical"],
  ["guide-harms", "olga", "p/system/guide?step=harms"],
  ["guide-questions", "olga", "p/system/guide?step=questions"],
  ["guide-empty", "olga", "e/system/guide"],
  ["threats", "olga", "p/threats"],
  ["threats-one", "olga", (s) => `p/threats/${s.threat}`],
  ["threats-try", "olga", "p/threats/try?control=CTL-0001%40deliver%3Dabsent"],
  ["threats-empty", "olga", "e/threats"],
  ["harms", "olga", "p/harms"],
  ["harms-one", "clara", "p/harms/wrong-intake"],
  ["harms-empty", "olga", "e/harms"],
  ["harms-wrong", "olga", "w/harms"],
  ["layers", "olga", "p/layers"],
  ["layers-today", "olga", "p/layers?mode=current"],
  ["layers-empty", "olga", "e/layers"],
  ["options", "olga", "p/options"],
  ["options-result", "olga", "p/options?asked=1"],
  ["options-empty", "olga", "e/options?asked=1"],
  ["comply", "rita", "p/comply"],
  ["comply-clauses", "rita", "p/comply?view=clauses"],
  ["comply-gaps", "rita", "p/comply?view=gaps"],
  ["comply-questions", "rita", "p/comply?view=questions"],
  ["comply-applicability", "rita", "p/comply?view=applicability"],
  ["comply-one", "rita", `p/comply?clause=${encodeURIComponent("mdcg-2019-16:r1/3.6#7")}`],
  ["comply-empty", "olga", "e/comply"],
  ["verification", "olga", "p/verification"],
  ["documents", "rita", "p/documents"],
  ["documents-one", "rita", "p/documents?document=security-concept"],
  ["documents-places", "rita", "p/documents?document=clinical-user-card&part=places"],
  ["documents-changes", "rita", "p/documents?document=security-concept&part=changes"],
  ["documents-dossiers", "rita", "p/documents?view=dossiers"],
  ["documents-shares", "rita", "p/documents?view=shares"],
  ["after-inbox", "omar", "p/after-market"],
  ["after-all", "omar", "p/after-market?show=all"],
  ["after-feeds", "omar", "p/after-market?tab=feeds"],
  ["after-clocks", "omar", "p/after-market?tab=clocks"],
  ["after-risk", "omar", "p/after-market?tab=risk"],
  ["after-vex", "omar", "p/after-market?tab=vex"],
  ["after-detail", "omar", (s) => `p/after-market?about=${encodeURIComponent(s.vulnerability)}`],
  ["after-empty", "olga", "e/after-market"],
  ["integration", "olga", "p/integration"],
  ["decisions", "clara", "p/decisions"],
  ["decisions-one", "clara", "p/decisions/d/wrong-intake"],
  ["decisions-new", "clara", "p/decisions/new?about=overall"],
  ["decisions-empty", "olga", "e/decisions"],
  ["history", "olga", "p/history"],
  ["history-revision", "olga", (s) => `p/history/${s.revisions[1].id}`],
  ["history-compare", "olga", (s) => `p/history/compare?from=${s.revisions.at(-1).id}&to=${s.revisions[0].id}`],
  ["history-empty", "olga", "e/history"],
  ["wrong-address", "olga", "p/nowhere"],
  ["wrong-project", "olga", "o/p/01K00000000000000000000000"],
  ["state-loading", "olga", "p/harms", undefined, () => {}],
  [
    "state-error",
    "olga",
    "p/harms",
    undefined,
    (r) => r.fulfill({ status: 500, json: { status: 500, title: "Internal" } }),
  ],
  ["sign-in", null, "/"],
  ["invitation", null, (s) => `/invitation#${s.invitation}`],
  ["shared-document", null, (s) => `/s/#${s.shares.document}`],
  ["shared-folder", null, (s) => `/s/#${s.shares.folder}`],
  ["shared-ended", null, (s) => `/s/#${s.shares.ended}`],
  [
    "search",
    "olga",
    "p/",
    async (page) => {
      await page.keyboard.press("/");
      await page.keyboard.type("s");
    },
  ],
  ["help", "olga", "p/harms", click("button", /^(Help|Hilfe)/)],
];

/** address makes the whole of one: o/ is the organisation, p/ the example, e/ an empty project, w/ one with errors. */
function address(base, s, path) {
  const text = typeof path === "function" ? path(s) : path;
  const project = { p: s.project, e: s.empty, w: s.wrong }[text.split("/")[0]];
  if (project) return `${base}/o/${s.org}/p/${project.id}/${text.slice(2)}`;
  return text.startsWith("o/") ? `${base}/o/${s.org}/${text.slice(2)}` : base + text;
}

/** settled waits until there is a heading and nothing says that it is loading, for half a second. */
async function settled(page) {
  const still = () =>
    !!document.querySelector("h1, .empty") && !document.querySelector(".loading, .progress progress, [aria-busy=true]");
  for (let quiet = 0; quiet < 5; quiet++) {
    if (!(await page.evaluate(still))) {
      await page.waitForFunction(still, null, { timeout: 60_000 });
      quiet = 0;
    }
    await page.waitForTimeout(100);
  }
}

/** look takes a page in the ways that are wanted; each context is somebody's browser. */
async function look(bench, s, contexts, [name, who, path, act, broken]) {
  const page = await contexts(who).then((c) => c.newPage());
  const said = [];
  page.on("pageerror", (e) => said.push(e.message));
  page.on("console", (m) => m.type() === "error" && !/status of 40[134]/.test(m.text()) && said.push(m.text()));
  if (broken) await page.route(/\/revisions\//, broken);
  const go = async (language) => {
    await page.addInitScript((l) => window === top && localStorage.setItem("cordon.language", l), language);
    await page.goto(address(bench.base, s, path));
    if (broken) await page.waitForTimeout(3000);
    else await settled(page).catch(() => said.push("it is still loading"));
    await act?.(page).catch((e) => said.push(e.message.split("\n")[0]));
    await page.waitForTimeout(act ? 700 : 0);
  };
  for (const way of chosen) {
    if (/large|print/.test(way) && !only && !alsoLarge.test(name)) continue;
    await page.setViewportSize(sizes[way] ?? wide);
    await page.emulateMedia({
      colorScheme: way === "dark" ? "dark" : "light",
      media: way === "print" ? "print" : "screen",
    });
    if (way === chosen[0] || way === "german") await go(way === "german" ? "de" : "en");
    await page.waitForTimeout(300);
    await take(page, `${name}-${way}`, said, /light|dark/.test(way));
  }
  await page.close();
}

/** take takes one picture and prints what it does not show. */
async function take(page, name, said, axe) {
  const more = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  if (more > 0) said.push(`${more} px wider than the window`);
  const below = await page.evaluate(
    () =>
      document.documentElement.scrollHeight - document.querySelector("#root").getBoundingClientRect().bottom - scrollY,
  );
  if (below > 1) said.push(`${Math.round(below)} px of nothing below`);
  // Axe has nothing to add in other words or widths. It is kept from the frame with a document, for which it would wait for ever.
  const { violations } = axe ? await new AxeBuilder({ page }).exclude("iframe").analyze() : { violations: [] };
  for (const v of violations) said.push(`axe ${v.id}: ${v.nodes.slice(0, 4).map((n) => n.target.join(" "))}`);
  await page.screenshot({ path: join(dir, `${name}.png`), fullPage: true });
  for (const x of said.splice(0)) console.log(`${name}: ${x}`);
}

await withServer(async (bench) => {
  const browsers = new Map();
  const contexts = (who, people) => {
    if (!browsers.has(who)) browsers.set(who, signedIn(bench, people?.[who]));
    return browsers.get(who);
  };
  const wanted = pages.filter(([name]) => named.test(name));
  if (named.test("set-up")) await look(bench, {}, contexts, ["set-up", null, "/"]);
  if (wanted.length === 0) return;
  const s = await seed(bench);
  for (const p of wanted) await look(bench, s, (who) => contexts(who, s.people), p);
});

/** signedIn is the browser of a person, or of nobody. */
async function signedIn(bench, person) {
  const context = await bench.browser.newContext();
  const cookies = [...(person?.cookies ?? [])].map(([name, value]) => ({ name, value, url: bench.base }));
  await context.addCookies(cookies);
  return context;
}
