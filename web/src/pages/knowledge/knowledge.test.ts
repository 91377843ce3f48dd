import { expect, test } from "vitest";
import { addressOf } from "./data";
import { nextID } from "./new-entry";

test("own entries are numbered from 9001, around those that are there", () => {
  const threats = { folder: "threats", prefix: "THR-" };
  expect(nextID(threats, ["pack.yaml"])).toBe("THR-9001");
  expect(nextID(threats, ["threats/own/THR-9001.yaml", "threats/THR-9002.yaml", "checks/CHK-9003.yaml"])).toBe(
    "THR-9003",
  );
  expect(nextID({ folder: "terms" }, [])).toBe("");
});

test("addresses hold ids with slashes and hashes", () => {
  expect(addressOf({ type: "clause", id: "mdcg-2019-16:r1/3.6#7" })).toBe(
    "/knowledge/clause/mdcg-2019-16%3Ar1%2F3.6%237",
  );
});
