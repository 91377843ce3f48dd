import { describe, expect, test } from "vitest";
import { ApiError, asApiError } from "./problem";

describe("a problem of the server", () => {
  test("keeps words, hint, kind and all fields", () => {
    const e = new ApiError(422, {
      type: "https://cordon.example/problems/invalid",
      title: "Unprocessable Entity",
      detail: "the account cannot be made",
      hint: "correct the fields",
      fields: [{ path: "email", text: "is taken" }],
      errors: [{ location: "body.name", message: "expected length >= 1" }],
    });
    expect({ message: e.message, status: e.status, kind: e.kind, hint: e.hint, fields: e.fields }).toEqual({
      message: "the account cannot be made",
      status: 422,
      kind: "invalid",
      hint: "correct the fields",
      fields: [
        { path: "email", text: "is taken" },
        { path: "name", text: "expected length >= 1" },
      ],
    });
  });

  test("is understood when it says next to nothing", () => {
    const e = new ApiError(500, { type: "about:blank", title: "Internal Server Error", fields: "x", errors: [null] });
    expect([e.message, e.kind, e.fields]).toEqual(["Internal Server Error", "", []]);
  });

  test("is one without an answer when something else was thrown", () => {
    expect(asApiError(new TypeError("no network"))).toMatchObject({ status: 0, message: "no network" });
  });
});
