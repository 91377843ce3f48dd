// What was changed, in words, by block and element of the description.
import { useTranslation } from "react-i18next";
import { type Change, Diff } from "../../parts/diff";
import { Empty } from "../../parts/states";
import type { Meaning } from "./read";

/** groups puts changes under their block, in the order in which blocks first appear; files come last. */
export function groups(changes: readonly Meaning[]): [block: string, changes: Meaning[]][] {
  const by = new Map<string, Meaning[]>();
  for (const c of changes) {
    const block = c.block || "file";
    by.set(block, [...(by.get(block) ?? []), c]);
  }
  return [...by].sort(([a], [b]) => Number(a === "file") - Number(b === "file"));
}

/** shown makes a change of the server one that parts/diff shows. */
export function shown(c: Meaning, titles: Record<string, string>, id: string): Change {
  const what = c.id || c.file;
  const from = c.from || undefined;
  const to = c.to || undefined;
  switch (c.what) {
    case "added":
      return { change: "added", what, after: to };
    case "removed":
      return { change: "removed", what, before: from };
    case "renamed":
      return { change: "changed", what: c.to ?? what, of: id, before: from, after: to };
    case "control":
      return {
        change: "changed",
        what: c.path?.join(".") || what,
        of: titles[c.id ?? ""] ?? c.id,
        before: from,
        after: to,
      };
    default:
      return { change: "changed", what, of: c.path?.join(" · "), before: from, after: to };
  }
}

interface MeaningsProps {
  changes: readonly Meaning[];
  /** titles of controls, by id; empty where nothing could be assessed. */
  titles: Record<string, string>;
}

export function Meanings({ changes, titles }: MeaningsProps) {
  const { t } = useTranslation();
  const said = changes.filter((c) => !c.file.startsWith("signatures/"));
  if (said.length === 0) return <Empty title={t("history.sameMeaning")} />;
  return (
    <>
      {groups(said).map(([block, list]) => {
        const title = t(`history.block.${block}`, { defaultValue: block });
        return (
          <section key={block}>
            <h3>{title}</h3>
            <Diff label={title} changes={list.map((c) => shown(c, titles, t("history.id")))} />
          </section>
        );
      })}
    </>
  );
}
