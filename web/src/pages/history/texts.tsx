// The text of files that differ, one at a time, when somebody asks for it.
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { inProject } from "../../api/queries";
import { useProjectId } from "../../app/place";
import { ErrorNotice } from "../../parts/error-page";
import { Loading } from "../../parts/states";
import { linesBetween } from "./lines";
import { type Revision, readFile } from "./read";

const signs = { same: " ", added: "+", removed: "−", skipped: " " };

/** differing lists the paths of files that are not the same in both. */
export function differing(from: Revision, to: Revision): string[] {
  const hashes = (r: Revision) => new Map((r.files ?? []).map((f) => [f.path, f.hash]));
  const [a, b] = [hashes(from), hashes(to)];
  return [...new Set([...a.keys(), ...b.keys()])].filter((p) => a.get(p) !== b.get(p)).sort();
}

export function Texts({ from, to }: { from: Revision; to: Revision }) {
  const { t } = useTranslation();
  const paths = differing(from, to);
  const [open, setOpen] = useState("");
  if (paths.length === 0) return null;
  return (
    <section>
      <h2>{t("history.texts", { count: paths.length })}</h2>
      {paths.map((p) => (
        <div key={p}>
          <button
            type="button"
            className="link"
            aria-expanded={open === p}
            onClick={() => setOpen(open === p ? "" : p)}
          >
            {p}
          </button>
          {open === p && <Text from={from.id} to={to.id} path={p} />}
        </div>
      ))}
    </section>
  );
}

function Text({ from, to, path }: { from: string; to: string; path: string }) {
  const { t } = useTranslation();
  const project = useProjectId();
  const query = useQuery({
    queryKey: inProject(project, "texts", from, to, path),
    queryFn: async () => linesBetween(await readFile(project, from, path), await readFile(project, to, path)),
  });
  if (query.error) return <ErrorNotice error={query.error} />;
  if (!query.data) return <Loading />;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must take the focus, so that keys can scroll it
    <section className="lines" aria-label={path} tabIndex={0}>
      {query.data.map((l, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines have no other name
        <div key={i} className={l.kind}>
          {l.kind !== "same" && l.kind !== "skipped" && <span className="sr-only">{t(`parts.diff.${l.kind}`)}: </span>}
          <span aria-hidden="true">{signs[l.kind]} </span>
          {l.text}
        </div>
      ))}
    </section>
  );
}
