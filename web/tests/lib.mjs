// A server of its own for tests of pages: the built program on a free port, with a first person, an organisation, and projects made by
// the interface. CORDON names the program (default: what `go build -o cordon ./cmd/cordon` leaves in the folder above).
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import AxeBuilder from "@axe-core/playwright";
import { chromium } from "playwright-core";

export const program = process.env.CORDON ?? fileURLToPath(new URL("../../cordon", import.meta.url));
export const quiet = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
export const password = "violet lamp seven rivers";

/** Calls f with a bench; everything is stopped and deleted afterwards. */
export async function withServer(f) {
  const dir = await mkdtemp(join(tmpdir(), "cordon-pages-"));
  const port = await freePort();
  const server = spawn(program, ["serve", dir, "--addr", `127.0.0.1:${port}`]);
  let out = "";
  for (const s of [server.stdout, server.stderr]) s.on("data", (d) => (out += d));
  const base = `http://localhost:${port}`;
  let browser;
  try {
    await ready(base, server, () => out);
    const code = /cordon_setup_\w+/.exec(out)?.[0];
    assert(code, `the program gave no set-up code: ${out}`);
    browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: quiet });
    await f(new Bench(base, browser, code));
  } catch (e) {
    // What was on the screens says more than the error; PICTURES names a folder for them.
    const pages = browser?.contexts().flatMap((c) => c.pages()) ?? [];
    if (process.env.PICTURES)
      for (const [i, p] of pages.entries()) await p.screenshot({ path: join(process.env.PICTURES, `wrong-${i}.png`) });
    throw e;
  } finally {
    await browser?.close();
    server.kill();
    await rm(dir, { recursive: true, force: true });
  }
}

const freePort = () =>
  new Promise((resolve) => {
    const s = createServer().listen(0, "127.0.0.1", () => {
      const { port } = s.address();
      s.close(() => resolve(port));
    });
  });

async function ready(base, server, out) {
  for (let i = 0; i < 150; i++) {
    assert.equal(server.exitCode, null, `the program ended: ${out()}`);
    const ok = await fetch(`${base}/readyz`).then(
      (r) => r.ok,
      () => false,
    );
    if (ok && /cordon_setup_/.test(out())) return;
    await new Promise((r) => setTimeout(r, 200));
  }
  assert.fail(`the program is not ready: ${out()}`);
}

class Bench {
  constructor(base, browser, code) {
    Object.assign(this, { base, browser, code });
  }

  /** The first person, who owns the organisation `org`. */
  async owner() {
    const p = new Person(this);
    const body = {
      code: this.code,
      email: "olga@tremor.example",
      name: "Olga Berg",
      password,
      organisation: "Tremor",
      language: "en",
    };
    const session = await p.call("POST", "/setup", body);
    this.org = session.organisations[0].id;
    return p;
  }

  /** Somebody with a role in the organisation. */
  async invite(owner, role, name) {
    const body = { email: `${name.split(" ")[0].toLowerCase()}@tremor.example`, name, role, language: "en" };
    const { secret } = await owner.call("POST", `/organisations/${this.org}/members`, body);
    const p = new Person(this);
    p.email = body.email;
    await p.call("POST", "/invitation", { secret, password });
    return p;
  }
}

/** Person is somebody who is signed in, by calls and in browser windows. */
class Person {
  cookies = new Map();

  constructor(bench) {
    this.bench = bench;
  }

  /** Calls the interface; any answer but a good one fails. */
  async call(method, path, body) {
    const headers = { Cookie: [...this.cookies].map(([k, v]) => `${k}=${v}`).join("; "), Origin: this.bench.base };
    if (body !== undefined) headers["Content-Type"] = "application/json";
    const res = await fetch(`${this.bench.base}/api/v1${path}`, {
      method,
      headers,
      body: body && JSON.stringify(body),
    });
    for (const c of res.headers.getSetCookie()) {
      const [name, value] = c.split(";")[0].split("=");
      this.cookies.set(name, value);
    }
    const text = await res.text();
    assert(res.ok, `${method} ${path}: ${res.status} ${text}`);
    return text && JSON.parse(text);
  }

  /** Makes a project: from an example, or empty. */
  project(name, example) {
    return this.call("POST", `/organisations/${this.bench.org}/projects`, { name, ...(example && { example }) });
  }

  /** Opens a page of a project in a window of its own; options are those of a browser context. Errors of the page are in page.wrong. */
  async open(project, path, options = {}) {
    const context = await this.bench.browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
    await context.addCookies(
      [...this.cookies].map(([name, value]) => ({ name, value, url: this.bench.base, httpOnly: true })),
    );
    return this.#visit(context, project, path);
  }

  /** Opens a page in a browser in which nobody is signed in, and signs in there. */
  async signIn(project, path) {
    const page = await this.#visit(
      await this.bench.browser.newContext({ viewport: { width: 1440, height: 900 } }),
      project,
      path,
    );
    await page.getByLabel("E-mail address").fill(this.email);
    await page.getByLabel("Password").fill(password);
    await accessible(page, "signing in");
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await page.getByRole("heading", { level: 1 }).waitFor();
    return page;
  }

  async #visit(context, project, path) {
    const page = await context.newPage();
    page.wrong = [];
    page.on("pageerror", (e) => page.wrong.push(e.message));
    page.on(
      "console",
      (m) => m.type() === "error" && !/status of (404|409)/.test(m.text()) && page.wrong.push(m.text()),
    );
    await page.goto(`${this.bench.base}/o/${this.bench.org}${project ? `/p/${project.id}` : ""}${path}`);
    return page;
  }
}

/** Fails where axe finds something on the page. */
export async function accessible(page, what) {
  const { violations } = await new AxeBuilder({ page }).analyze();
  assert.deepEqual(
    violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(" ")).join(", ")}`),
    [],
    `axe on ${what}`,
  );
}
