// Words that the language knows at a place, asked of the server as the editor asks for completion.
import { useQuery } from "@tanstack/react-query";
import { inOrganisation } from "../../../api/queries";
import { completeWith } from "../server";

interface Word {
  label: string;
  detail: string;
}

/** wordsAt asks what may stand behind the last key of a path, or, with keys set, which keys may stand below it. */
export async function wordsAt(organisation: string, path: readonly string[], more = "", keys = false): Promise<Word[]> {
  const lines = path.map((key, i) => `${"  ".repeat(i)}${key}:`);
  const last = lines.length - 1;
  if (more) lines.splice(last, 0, `${"  ".repeat(last)}${more}`);
  const text = keys ? `${lines.join("\n")}\n${"  ".repeat(path.length)}` : `${lines.join("\n")} `;
  const rows = text.split("\n");
  const at = { line: rows.length, column: (rows.at(-1)?.length ?? 0) + 1 };
  const found = await completeWith(organisation, () => "")(text, at, new AbortController().signal);
  return (found?.items ?? []).map((i) => ({ label: i.label, detail: i.detail ?? "" }));
}

export function useWords(organisation: string, path: readonly string[]): string[] {
  const { data } = useQuery({
    queryKey: inOrganisation(organisation, "words", ...path),
    queryFn: () => wordsAt(organisation, path),
    staleTime: Number.POSITIVE_INFINITY,
  });
  return data?.map((w) => w.label) ?? [];
}

/** severitiesOf gives how bad harms of a kind typically are, for each group of patients; 1 to 5. */
export async function severitiesOf(organisation: string, kind: string): Promise<Record<string, number>> {
  const found = await wordsAt(organisation, ["harms", "x", "severity"], `kind: ${kind}`, true);
  return Object.fromEntries(
    found.flatMap((w) => {
      const typical = Number(/\d+$/.exec(w.detail)?.[0]);
      return typical ? [[w.label, typical]] : [];
    }),
  );
}
