// VEX: what vulnerabilities are to the product, for others, in the format they want. As decided is said what was decided and approved.
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useSearchParams } from "wouter";
import { api, need } from "../../api/client";
import { inProject } from "../../api/queries";
import { useProjectId } from "../../app/place";
import { keep, kept } from "../../look/kept";
import { ErrorNotice } from "../../parts/error-page";
import { Field } from "../../parts/form";
import { Loading, Notice } from "../../parts/states";
import { say } from "../../parts/toasts";
import { addressOf } from "../decisions/read";
import { useChange, useMay } from "./data";
import { Approval } from "./marks";
import { Published } from "./published";

// The formats by their names, which are the same in all languages.
const formats = { openvex: "OpenVEX", cyclonedx: "CycloneDX", csaf: "CSAF 2.0", "csaf-2.1": "CSAF 2.1" } as const;
type Format = keyof typeof formats;

export function VexTab() {
  const { t } = useTranslation();
  const project = useProjectId();
  const may = useMay("publish");
  const [search, setSearch] = useSearchParams();
  const [form, setForm] = useState(() => ({
    id: kept(`vex.id.${project}`) ?? "",
    namespace: kept(`vex.namespace.${project}`) ?? "",
  }));
  const wanted = search.get("format") ?? "";
  const format: Format = wanted in formats ? (wanted as Format) : "openvex";
  const advisory = search.get("advisory") === "yes" && format.startsWith("csaf");
  const decided = search.get("undecided") !== "yes";
  const set = (name: string, value: string) =>
    setSearch(
      (s) => {
        value ? s.set(name, value) : s.delete(name);
        return s;
      },
      { replace: true },
    );
  const bind = (name: keyof typeof form) => ({
    value: form[name],
    onChange: (e: { target: { value: string } }) => {
      setForm({ ...form, [name]: e.target.value });
      keep(`vex.${name}.${project}`, e.target.value);
    },
  });
  const query = {
    format,
    advisory,
    decided,
    id: form.id,
    namespace: form.namespace,
  };
  const ready = /^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(form.id) && /^https?:\/\/[^/]/.test(form.namespace);
  const params = { path: { project, revision: "head" }, query };
  const preview = useQuery({
    queryKey: inProject(project, "vex", query),
    queryFn: () => need(api.GET("/api/v1/projects/{project}/revisions/{revision}/vex", { params })),
    enabled: ready,
    placeholderData: keepPreviousData,
  });
  const v = ready && !preview.error ? preview.data : undefined;
  const publish = useChange(() =>
    need(api.POST("/api/v1/projects/{project}/publications", { params: { path: { project } }, body: query })),
  );
  return (
    <div className="stack">
      <p className="muted">{t("after.vex.intro")}</p>
      <div className="grid">
        <Field label={t("after.vex.format")}>
          <select value={format} onChange={(e) => set("format", e.target.value)}>
            {Object.entries(formats).map(([f, name]) => (
              <option key={f} value={f}>
                {name}
              </option>
            ))}
          </select>
        </Field>
        <Field label={t("after.vex.id")} hint={t("after.vex.idHint")} path="id">
          <input type="text" spellCheck={false} maxLength={100} placeholder="tremor-2026-001" {...bind("id")} />
        </Field>
        <Field label={t("after.vex.namespace")} hint={t("after.vex.namespaceHint")} path="namespace">
          <input
            type="url"
            spellCheck={false}
            maxLength={400}
            placeholder="https://maker.example"
            {...bind("namespace")}
          />
        </Field>
      </div>
      <div className="row">
        <Field label={t("after.vex.undecided")} check>
          <input type="checkbox" checked={!decided} onChange={(e) => set("undecided", e.target.checked ? "yes" : "")} />
        </Field>
        {format.startsWith("csaf") && (
          <Field label={t("after.vex.advisory")} check>
            <input
              type="checkbox"
              checked={advisory}
              onChange={(e) => set("advisory", e.target.checked ? "yes" : "")}
            />
          </Field>
        )}
      </div>
      {!ready && <Notice>{t("after.vex.fill")}</Notice>}
      {ready && preview.isPending && <Loading />}
      {ready && <ErrorNotice error={preview.error} />}
      {v && (
        <>
          <div className="row">
            <strong>
              {t("after.vex.version", { version: v.edition })} · {t("after.vex.statements", { count: v.statements })}
              {v.undecided > 0 && ` · ${t("after.vex.open", { count: v.undecided })}`}
            </strong>
            {v.text && may && (
              <button
                type="button"
                className="primary"
                aria-disabled={publish.isPending}
                onClick={() =>
                  !publish.isPending &&
                  publish.mutate(undefined, { onSuccess: (p) => say(t("after.vex.publishedSaid", { name: p.file })) })
                }
              >
                {t("after.vex.publish", { name: v.file })}
              </button>
            )}
            {v.text && !may && <span className="muted">{t("after.vex.mayNot")}</span>}
          </div>
          <ErrorNotice error={publish.error} />
          {v.unapproved.length > 0 && (
            <Notice tone="fair">
              <p>{t(decided ? "after.vex.unapprovedOut" : "after.vex.unapprovedOpen")}</p>
              <ul>
                {v.unapproved.map((d) => (
                  <li key={d.id}>
                    <Link href={addressOf(d.id)}>{d.about}</Link> <Approval value={d.approval} />
                  </li>
                ))}
              </ul>
            </Notice>
          )}
          <Checks title={t("after.vex.fails")} list={v.fails} tone="bad" />
          <Checks title={t("after.vex.problems")} list={v.problems} tone="fair" />
          {v.fails.length === 0 && v.problems.length === 0 && <Notice tone="good">{t("after.vex.sound")}</Notice>}
          <Checks title={t("after.vex.losses")} list={v.losses} tone="info" />
          {v.text && (
            <details open>
              <summary>{t("after.vex.preview")}</summary>
              {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must take the focus, so that keys can scroll it */}
              <pre className="document" tabIndex={0}>
                {v.text}
              </pre>
            </details>
          )}
        </>
      )}
      <Published />
    </div>
  );
}

function Checks({ title, list, tone }: { title: string; list: readonly string[]; tone: "bad" | "fair" | "info" }) {
  if (list.length === 0) return null;
  return (
    <Notice tone={tone}>
      <p>{title}</p>
      <ul>
        {list.map((s) => (
          <li key={s}>{s}</li>
        ))}
      </ul>
    </Notice>
  );
}
