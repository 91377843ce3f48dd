import { afterEach, describe, expect, test, vi } from "vitest";
import { api, need, needTagged, onSignedOut } from "./client";

function answers(...list: (Response | Error)[]) {
  const seen: Request[] = [];
  vi.stubGlobal("fetch", async (r: Request) => {
    seen.push(r);
    const next = list.shift();
    if (next instanceof Response) return next;
    throw next;
  });
  return seen;
}
const options = { baseUrl: "http://cordon.example" };
const login = { ...options, body: { email: "a@b.example", password: "x" } };

afterEach(() => vi.unstubAllGlobals());

describe("a call", () => {
  test("says when nobody has been at the page for a while, so that it keeps no session", async () => {
    const seen = answers(Response.json({}), Response.json({}));
    await need(api.GET("/api/v1/session", options));
    vi.useFakeTimers({ now: Date.now() + 6 * 60_000 });
    await need(api.GET("/api/v1/session", options));
    vi.useRealTimers();
    expect(seen.map((r) => r.headers.get("X-Cordon-Unattended"))).toEqual([null, "1"]);
  });

  test("gives the answer and its tag", async () => {
    answers(Response.json({ version: "1", "first-run": false }, { headers: { ETag: '"7"' } }));
    expect(await needTagged(api.GET("/api/v1/session", options))).toEqual({
      data: { version: "1", "first-run": false },
      etag: '"7"',
    });
  });

  test("throws the problem that was answered", async () => {
    answers(Response.json({ detail: "no such project" }, { status: 404 }));
    await expect(need(api.GET("/api/v1/session", options))).rejects.toMatchObject({
      status: 404,
      message: "no such project",
    });
  });

  test("tells that nobody is signed in", async () => {
    const out = vi.fn();
    onSignedOut(out);
    answers(Response.json({}, { status: 401 }));
    await expect(need(api.GET("/api/v1/session", options))).rejects.toMatchObject({ status: 401 });
    expect(out).toHaveBeenCalledOnce();
  });

  test("that changes something carries a key, and the same one when it is sent again", async () => {
    const seen = answers(new TypeError("connection reset"), Response.json({ version: "1", "first-run": false }));
    await need(api.POST("/api/v1/session", login));
    const keys = seen.map((r) => r.headers.get("Idempotency-Key"));
    expect(keys[0]).toMatch(/^[0-9a-f]{32}$/);
    expect(keys).toEqual([keys[0], keys[0]]);
  });

  test("without an answer has status 0", async () => {
    answers(new TypeError("connection refused"));
    await expect(need(api.GET("/api/v1/session", options))).rejects.toMatchObject({
      status: 0,
      message: "connection refused",
    });
  });
});
