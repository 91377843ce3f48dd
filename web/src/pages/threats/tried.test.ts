import { describe, expect, test } from "vitest";
import { bodyOf, operationsOf, readTries, writeTries } from "./tried";

const address =
  "control=CTL-0001%40pump%3Dabsent&control=CTL-0002%40phone%2Fapp%3Dplanned&trust=pump%23can-be-updated%3Dlow&fact=pump%3Fremote-access%3Dno";

describe("what is tried", () => {
  test("stands in the address and comes back from it", () => {
    const tries = readTries(new URLSearchParams(address));
    expect(tries).toEqual([
      { sort: "control", id: "CTL-0001@pump", value: "absent" },
      { sort: "control", id: "CTL-0002@phone/app", value: "planned" },
      { sort: "trust", id: "pump#can-be-updated", value: "low" },
      { sort: "fact", id: "pump?remote-access", value: "no" },
    ]);
    expect(readTries(writeTries(new URLSearchParams("x=1"), tries))).toEqual(tries);
    expect(writeTries(new URLSearchParams("x=1&fact=a%3Fb%3Dno"), []).toString()).toBe("x=1");
  });

  test("leaves out what is no change, and takes the last of two", () => {
    const wrong = "control=CTL-0001%40pump&control==absent&trust=pump%3Dlow&fact=pump%3Dno&control=a%40b%3D";
    expect(readTries(new URLSearchParams(wrong))).toEqual([]);
    expect(readTries(new URLSearchParams("control=a%40b%3Dabsent&control=a%40b%3Dpresent"))).toEqual([
      { sort: "control", id: "a@b", value: "present" },
    ]);
  });

  test("is asked of the server", () => {
    expect(bodyOf(readTries(new URLSearchParams(address)))).toEqual({
      controls: [
        { control: "CTL-0001@pump", state: "absent" },
        { control: "CTL-0002@phone/app", state: "planned" },
      ],
      trust: [{ element: "pump", attribute: "can-be-updated", level: "low" }],
      facts: [{ element: "pump", fact: "remote-access", value: "no" }],
    });
  });

  test("becomes changes of the description; what is not there is not taken away", () => {
    const tries = readTries(new URLSearchParams(`${address}&control=CTL-0003%40pump%3Dabsent`));
    const now = (id: string) => (id === "CTL-0001@pump" ? "present" : "possible");
    expect(operationsOf(tries, now)).toEqual([
      { do: "release", control: "CTL-0001", on: ["pump"] },
      { do: "place", control: "CTL-0002", on: ["phone/app"], state: "planned" },
      { do: "set", id: "pump", path: ["trust", "can-be-updated"], value: "low" },
      { do: "set", id: "pump", path: ["facts", "remote-access"], value: "no" },
    ]);
  });
});
