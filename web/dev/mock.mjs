// A server for trying pages without the real one: `node dev/mock.mjs`, then `npx vite` or `npx vite preview`. It is no part of the program.
// /api/v1/session answers by the cookie: none -> nobody; PUT /mock/first-run makes it a new installation; PUT /mock/reset begins anew.
import { createServer } from "node:http";

const port = Number(process.env.PORT ?? 8080);
const account = { id: "01JACC", email: "mara@example.org", name: "Mara Lindqvist", language: "en", operator: true };
const organisations = [
  { id: "01JORG", name: "Nordlicht Medical", role: "owner", may: ["read", "edit", "create", "manage"], autosave: true },
  { id: "01JHOS", name: "St. Anna hospital", role: "operator", may: ["read", "comment", "triage"], autosave: true },
];
let firstRun = false;
let passkeys;
let sessions;
let tokens;
function reset() {
  firstRun = false;
  passkeys = [{ id: "pk1", name: "Laptop", created: "2026-03-02T08:00:00Z", used: "2026-11-25T17:12:00Z" }];
  sessions = [
    { id: "s1", begun: "2026-11-26T08:00:00Z", method: "password", seen: "2026-11-26T11:40:00Z", address: "127.0.0.1", agent: "Chromium on Linux", current: true },
    { id: "s2", begun: "2026-11-20T08:00:00Z", method: "passkey", seen: "2026-11-22T16:02:00Z", address: "10.1.2.3", agent: "Firefox on Windows", current: false },
  ];
  tokens = [
    { id: "t1", name: "build server", scopes: ["read"], created: "2026-09-01T08:00:00Z", expires: "2027-09-01T00:00:00Z" },
  ];
}
reset();

const none = { status: 204 };
const problem = (status, detail, more = {}) => ({ status, body: { type: "about:blank", status, detail, ...more }, problem: true });
const session = (cookie) => ({
  "first-run": firstRun,
  version: "mock",
  providers: [{ id: "clinic", title: "Clinic directory" }],
  organisations: [],
  ...(cookie.includes("mock=in") ? { account, organisations } : {}),
});
const signedIn = () => ({ body: session("mock=in"), cookie: "mock=in; Path=/; HttpOnly; SameSite=Lax" });

const routes = {
  "PUT /mock/first-run": () => ((firstRun = true), none),
  "PUT /mock/reset": () => (reset(), none),
  "GET /api/v1/session": (_, { cookie }) => ({ body: session(cookie) }),
  "POST /api/v1/session": (body) =>
    body.password === "wrong" ? problem(401, "e-mail address or password is not right", { hint: "check both, or use a passkey" }) : signedIn(),
  "DELETE /api/v1/session": () => ({ status: 204, cookie: "mock=; Path=/; Max-Age=0" }),
  "POST /api/v1/setup": (body) => {
    const fields = [];
    if (body.code !== "ABCD-EFGH") fields.push({ path: "code", text: "is not the code from the terminal" });
    if (body.password.length < 12) fields.push({ path: "password", text: "has fewer than 12 characters" });
    if (fields.length) return problem(422, "the installation cannot be set up", { fields });
    firstRun = false;
    return signedIn();
  },
  "PATCH /api/v1/account": (body) => ({ body: Object.assign(account, body) }),
  "POST /api/v1/account/password": (body) =>
    body.old === "wrong" ? problem(422, "the password was not changed", { fields: [{ path: "old", text: "is not your password" }] }) : none,
  "POST /api/v1/session/prove": (body) => (body.password === "wrong" ? problem(401, "the password is not right") : none),
  "GET /api/v1/account/passkeys": () => ({ body: { items: passkeys } }),
  "DELETE /api/v1/account/passkeys/": (_, { id }) => ((passkeys = passkeys.filter((x) => x.id !== id)), none),
  "GET /api/v1/account/sessions": () => ({ body: { items: sessions } }),
  "DELETE /api/v1/account/sessions/": (_, { id }) => ((sessions = sessions.filter((x) => x.id !== id)), none),
  "GET /api/v1/account/tokens": () => ({ body: { items: tokens } }),
  "POST /api/v1/account/tokens": (body) => {
    if (tokens.some((x) => x.name === body.name)) return problem(409, "there is a token of this name", { fields: [{ path: "name", text: "is taken" }] });
    const t = { id: `t${Date.now()}`, created: new Date().toISOString(), ...body };
    tokens.push(t);
    return { body: { ...t, secret: "cordon_5f1c0b9e2d7a4c3f8e6b1a0d9c8b7a6f" } };
  },
  "DELETE /api/v1/account/tokens/": (_, { id }) => ((tokens = tokens.filter((x) => x.id !== id)), none),
  "GET /api/v1/projects/": (_, { id }) =>
    id === "01JPRJ"
      ? { body: { id, organisation: "01JORG", name: "Infusion pump Aurora 3", head: "01JREV", created: "2026-01-05T09:00:00Z", changed: "2026-11-26T10:00:00Z" } }
      : problem(404, "no such project"),
};

createServer(async (req, res) => {
  const { pathname } = new URL(req.url, "http://mock");
  if (pathname.endsWith("/events/stream")) {
    res.writeHead(200, { "Content-Type": "text/event-stream" });
    return res.write(": open\n\n");
  }
  const chunks = [];
  for await (const c of req) chunks.push(c);
  const body = chunks.length ? JSON.parse(Buffer.concat(chunks).toString()) : undefined;
  const cut = pathname.lastIndexOf("/") + 1;
  const handler = routes[`${req.method} ${pathname}`] ?? routes[`${req.method} ${pathname.slice(0, cut)}`];
  const answer = handler
    ? handler(body, { cookie: req.headers.cookie ?? "", id: pathname.slice(cut) })
    : problem(404, `the mock has no ${req.method} ${pathname}`);
  const headers = { "Content-Type": answer.problem ? "application/problem+json" : "application/json" };
  if (answer.cookie) headers["Set-Cookie"] = answer.cookie;
  res.writeHead(answer.status ?? 200, headers);
  res.end(answer.body ? JSON.stringify(answer.body) : undefined);
}).listen(port, "127.0.0.1", () => console.log(`mock on ${port}`));
