// Making a link by which somebody without an account reads one document or the folder of one revision. Its secret is shown once.
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, need } from "../../api/client";
import { inProject } from "../../api/queries";
import { useProject, useProjectId } from "../../app/place";
import { Field, Form } from "../../parts/form";
import { Once } from "../../parts/once";
import { Notice } from "../../parts/states";
import type { Document, Documents } from "./data";

const lives = [1, 7, 30, 90] as const; // days; 90 is the longest

/** linkOf is the whole link. What stands behind # is sent to no server. */
export function linkOf(origin: string, secret: string): string {
  return `${origin}/s/#${secret}`;
}

export function MakeShare({ of, document: d }: { of: Documents; document?: Document }) {
  const { t } = useTranslation();
  const project = useProjectId();
  const record = useProject().data;
  const client = useQueryClient();
  const [title, setTitle] = useState(d?.title ?? record?.name ?? "");
  const [format, setFormat] = useState(d?.formats.includes("pdf") ? "pdf" : "html");
  const [days, setDays] = useState<number>(lives[1]);
  const [link, setLink] = useState("");
  if (!record?.may?.includes("publish")) return <Notice>{t("documents.mayNotShare")}</Notice>;

  async function make() {
    const made = await need(
      api.POST("/api/v1/projects/{project}/shares", {
        params: { path: { project } },
        body: {
          revision: of.revision,
          what: d ? `document:${d.kind}.${format}` : "folder",
          title,
          hours: days * 24,
        },
      }),
    );
    setLink(linkOf(location.origin, made.secret ?? ""));
    await client.invalidateQueries({ queryKey: inProject(project, "shares") });
  }

  return (
    <>
      <Form submit={t("documents.makeLink")} onSubmit={make}>
        <p className="muted">{t(d ? "documents.shareSays" : "documents.shareFolderSays", { number: of.number })}</p>
        <Field label={t("documents.shareTitle")} hint={t("documents.shareTitleHint")} path="title">
          <input type="text" required maxLength={120} value={title} onChange={(e) => setTitle(e.target.value)} />
        </Field>
        {d && (
          <Field label={t("documents.format")}>
            <select value={format} onChange={(e) => setFormat(e.target.value)}>
              {d.formats.map((f) => (
                <option key={f} value={f}>
                  {f.toUpperCase()}
                </option>
              ))}
            </select>
          </Field>
        )}
        <Field label={t("documents.life")} path="hours">
          <select value={days} onChange={(e) => setDays(Number(e.target.value))}>
            {lives.map((n) => (
              <option key={n} value={n}>
                {t("documents.days", { count: n })}
              </option>
            ))}
          </select>
        </Field>
      </Form>
      {link && (
        <Once title={t("documents.newLink")} label={t("documents.link")} value={link} onClose={() => setLink("")} />
      )}
    </>
  );
}
