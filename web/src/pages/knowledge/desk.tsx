// The texts of a pack: entries by type, the text that is open with what is wrong in it, new ones, and saving.
import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useState } from "react";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "wouter";
import { type Answered, api, need } from "../../api/client";
import { asApiError } from "../../api/problem";
import { inOrganisation, inProject } from "../../api/queries";
import { useUnsaved } from "../../app/unsaved";
import { Confirm } from "../../parts/confirm";
import { ErrorNotice } from "../../parts/error-page";
import { Loading } from "../../parts/states";
import { Editor } from "../../text/editor";
import { readFile } from "../history/read";
import { type PackCheck, useOrganisationId } from "./data";
import { Findings } from "./findings";
import { NewEntry } from "./new-entry";
import { Save } from "./save";

type Revision = Answered<"/api/v1/projects/{project}/revisions/{revision}", "get">;
/** Changes are the files changed since the revision, whole; null is one that is deleted. */
export type Changes = Record<string, string | null>;

interface DeskProps {
  pack: string;
  head: Revision;
  readOnly: boolean;
}

export function Desk({ pack, head, readOnly }: DeskProps) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const organisation = useOrganisationId();
  const [search, setSearch] = useSearchParams();
  // The revision that the changes were made from: others may make newer ones meanwhile.
  const [base, setBase] = useState(head);
  const [changes, setChanges] = useState<Changes>({});
  const [asks, ask] = useState<"new" | "save" | "delete">();
  const unsaved = Object.keys(changes).length > 0;
  useUnsaved(unsaved);
  const now = unsaved ? base : head;

  const open = useCallback(
    (file: string) =>
      setSearch(
        (s) => {
          s.set("file", file);
          return s;
        },
        { replace: true },
      ),
    [setSearch],
  );
  const check = useQuery({
    queryKey: inProject(pack, "lint", now.id, changes),
    queryFn: ({ signal }) =>
      need(
        api.POST("/api/v1/projects/{project}/lint-pack", {
          params: { path: { project: pack } },
          body: { base: now.id, files: changes },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
    gcTime: 10_000,
  });

  const files = [...new Set([...(now.files ?? []).map((f) => f.path), ...Object.keys(changes)])]
    .filter((f) => changes[f] !== null)
    .sort();
  const wanted = search.get("file") ?? "";
  const file = files.includes(wanted) ? wanted : (files[0] ?? "");
  const written = useQuery({
    queryKey: inProject(pack, "file", now.id, file),
    queryFn: () => ((now.files ?? []).some((f) => f.path === file) ? readFile(pack, now.id, file) : ""),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const original = written.data;

  function change(path: string, text: string | null) {
    if (!unsaved) setBase(head);
    setChanges((c) => {
      const next = { ...c, [path]: text };
      const there = (now.files ?? []).some((f) => f.path === path);
      if ((path === file && text === original && there) || (text === null && !there)) delete next[path];
      return next;
    });
  }
  const findings = (check.data?.diagnostics ?? []).filter((d) => d.file === file);

  async function saved(revision: Revision) {
    setBase(revision);
    setChanges({});
    client.setQueryData(inProject(pack, "revision", "head"), revision);
    await client.invalidateQueries({ queryKey: inOrganisation(organisation, "packs") });
  }

  return (
    <section>
      <div className="toolbar">
        <h2 className="grow">{t("knowledge.entries")}</h2>
        {!readOnly && (
          <>
            <button type="button" onClick={() => ask("new")}>
              {t("knowledge.newEntry")}
            </button>
            <button type="button" disabled={file === "" || file === "pack.yaml"} onClick={() => ask("delete")}>
              {t("knowledge.deleteEntry")}
            </button>
            <button
              type="button"
              className={unsaved ? "primary" : undefined}
              disabled={!unsaved}
              onClick={() => ask("save")}
            >
              {t("knowledge.save")}
            </button>
          </>
        )}
      </div>
      <div className="knowledge">
        <Files files={files} file={file} open={open} changes={changes} check={check.data} />
        <div className="stack">
          {original === undefined ? (
            <Loading />
          ) : (
            <Editor
              key={`${now.id} ${file}`}
              label={file}
              value={changes[file] ?? original}
              onChange={(text) => change(file, text)}
              findings={findings}
              readOnly={readOnly}
            />
          )}
          {check.error && <ErrorNotice error={asApiError(check.error)} />}
          {check.data && <Findings check={check.data} open={open} waiting={check.isPlaceholderData} />}
        </div>
      </div>
      {asks === "new" && (
        <NewEntry
          files={files}
          onClose={() => ask(undefined)}
          onMade={(path, text) => {
            change(path, text);
            open(path);
            ask(undefined);
          }}
        />
      )}
      {asks === "save" && (
        <Save
          pack={pack}
          base={base.id}
          changes={changes}
          errors={check.data?.errors ?? 0}
          onClose={() => ask(undefined)}
          onSaved={saved}
        />
      )}
      <Confirm
        open={asks === "delete"}
        title={t("knowledge.deleteTitle", { file })}
        action={t("knowledge.deleteEntry")}
        danger
        onCancel={() => ask(undefined)}
        onConfirm={() => {
          change(file, null);
          ask(undefined);
        }}
      >
        <p>{t("knowledge.deleteSays")}</p>
      </Confirm>
    </section>
  );
}

interface FilesProps {
  files: string[];
  file: string;
  open: (file: string) => void;
  changes: Changes;
  check: PackCheck | undefined;
}

/** Files lists what is in the pack: entries by their titles, and what is no entry by its file. */
function Files({ files, file, open, changes, check }: FilesProps) {
  const { t } = useTranslation();
  const titles = new Map(check?.entries.map((e) => [check.files[`${e.type} ${e.id}`], e]));
  return (
    <nav aria-label={t("knowledge.entries")}>
      <ul className="knowledge-files">
        {files.map((f) => {
          const e = titles.get(f);
          const errors = check?.diagnostics.filter((d) => d.file === f && d.severity === "error").length ?? 0;
          return (
            <li key={f}>
              <button type="button" className="quiet" aria-current={f === file || undefined} onClick={() => open(f)}>
                <span>{f === "pack.yaml" ? t("knowledge.packItself") : e?.title || f}</span>
                <span className="muted small">
                  {e ? `${t(`knowledge.one.${e.type}`)} ${e.id}` : f}
                  {f in changes && ` · ${t("knowledge.changed")}`}
                </span>
                {errors > 0 && <span className="wrong small">{t("knowledge.errors", { count: errors })}</span>}
              </button>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
