// What the text says of elements, as values.
import { useEffect, useState } from "react";
import { useSnapshot, useWork } from "../context";
import { fragmentsOf } from "../server";

export type Value = Record<string, unknown>;

/** useValues gives the values of elements, by id; those of before while new ones are on their way. */
export function useValues(ids: readonly string[]): ReadonlyMap<string, Value> {
  const { desk, project } = useWork();
  const { digest } = useSnapshot(desk);
  const [values, setValues] = useState<ReadonlyMap<string, Value>>(new Map());
  const wanted = ids.join("\n");
  // biome-ignore lint/correctness/useExhaustiveDependencies: another digest means that values may have changed
  useEffect(() => {
    if (!wanted) return;
    let gone = false;
    const { base, files } = desk.now;
    fragmentsOf(project, base, files, wanted.split("\n")).then(
      (list) => !gone && setValues(new Map(list.map((f) => [f.id, f.value as Value]))),
      () => undefined, // the levels beside the form say that the server does not answer
    );
    return () => {
      gone = true;
    };
  }, [wanted, digest, desk, project]);
  return values;
}

/** namesOf reads a reference or a list of them. */
export function namesOf(v: unknown): string[] {
  if (typeof v === "string") return [v];
  return Array.isArray(v) ? v.filter((x) => typeof x === "string") : [];
}
