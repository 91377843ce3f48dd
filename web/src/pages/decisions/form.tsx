// The form of a decision: a new one, prefilled with the person and the day, or other words for one that is there.
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, Redirect, useLocation, useSearchParams } from "wouter";
import { api, need } from "../../api/client";
import { inProject } from "../../api/queries";
import { useProject, useProjectId } from "../../app/place";
import { useSession } from "../../app/session";
import { useUnsaved } from "../../app/unsaved";
import { Combobox } from "../../parts/combobox";
import { ErrorPage } from "../../parts/error-page";
import { Field, Form } from "../../parts/form";
import { Page } from "../../parts/page";
import { Loading, Notice } from "../../parts/states";
import { say } from "../../parts/toasts";
import { Verdict } from "../../parts/verdict";
import { justifications } from "./justifications";
import { addressOf, choicesOf, newAddress, pageOf, sortOf, useDecidable, useDecision } from "./read";
import "./decisions.css";

interface Words {
  choice: string;
  who: string;
  role: string;
  when: string;
  until: string;
  why: string;
  evidence: string;
  justification: string;
  action: string;
}

/** sent is what the server takes: evidence is one piece in a line. */
function sent(w: Words) {
  const evidence = w.evidence
    .split("\n")
    .map((x) => x.trim())
    .filter(Boolean);
  return { ...w, evidence };
}

export function NewPage() {
  const { t } = useTranslation();
  const [search] = useSearchParams();
  const about = search.get("about") ?? "";
  const project = useProjectId();
  const { account } = useSession();
  const record = useProject().data;
  const client = useQueryClient();
  const [, go] = useLocation();
  const role = record?.roles?.[0];
  const setAbout = (value: string) => go(newAddress(value), { replace: true });

  const found = useDecidable(about);
  if (sortOf(about) === "vulnerability") return <Redirect to={newAddress(about)} replace />;

  async function find(q: string) {
    const path = { project, revision: "head" };
    const found = await need(
      api.GET("/api/v1/projects/{project}/revisions/{revision}/decidable", { params: { path, query: { q } } }),
    );
    return found.items.map((w) => ({
      value: w.about,
      label: w.about === "overall" ? t("decisions.overall") : w.title,
      hint: w.about,
    }));
  }

  async function decide(w: Words) {
    const made = await need(
      api.POST("/api/v1/projects/{project}/decisions", {
        params: { path: { project } },
        body: { about: [about], ...sent(w) },
      }),
    );
    await client.invalidateQueries({ queryKey: inProject(project) });
    say(t("decisions.saved"));
    go(addressOf(made.decisions[0] ?? ""));
  }

  return (
    <Page
      title={t("decisions.new")}
      subject={record?.name}
      crumbs={[{ label: t("nav.decisions"), href: "/decisions" }]}
    >
      <div className="stack">
        <div className="form">
          <Combobox label={t("decisions.onWhat")} find={find} value={about} onChoose={(o) => setAbout(o.value)} />
          {about && <About about={about} title={found?.title} verdict={found?.verdict} />}
        </div>
        {about && record ? (
          <Fields
            key={about}
            about={about}
            submit={t("decisions.save")}
            start={{
              choice: "",
              who: account.name,
              role: role ? t(`roles.${role}`) : "",
              when: today(),
              until: "",
              why: "",
              evidence: "",
              justification: "",
              action: "",
            }}
            onSubmit={decide}
          />
        ) : (
          <p className="muted">{t("decisions.chooseAbout")}</p>
        )}
      </div>
    </Page>
  );
}

/** About says what a decision is about, with the verdict on it and the way to more. */
function About({ about, title, verdict }: { about: string; title?: string; verdict?: string }) {
  const { t } = useTranslation();
  const more = pageOf(about);
  return (
    <p className="row">
      <strong>{about === "overall" ? t("decisions.overall") : (title ?? about)}</strong>
      {verdict && <Verdict value={verdict} />}
      {more && <Link href={more}>{t("decisions.more")}</Link>}
    </p>
  );
}

/** today is the day in UTC, as the server counts it. */
const today = () => new Date().toISOString().slice(0, 10);

export function EditPage({ id }: { id: string }) {
  const { t } = useTranslation();
  const query = useDecision(id);
  const project = useProjectId();
  const client = useQueryClient();
  const [, go] = useLocation();
  if (query.error) return <ErrorPage error={query.error} retry={() => void query.refetch()} />;
  const d = query.data;
  if (!d) return <Loading />;

  async function reword(w: Words) {
    const base = d?.revision;
    await need(
      api.PUT("/api/v1/projects/{project}/decisions/{decision}", {
        params: { path: { project, decision: id } },
        body: { base, ...sent(w) },
      }),
    );
    await client.invalidateQueries({ queryKey: inProject(project) });
    say(t("decisions.saved"));
    go(addressOf(id));
  }

  return (
    <Page
      title={t("decisions.rewordTitle")}
      crumbs={[
        { label: t("nav.decisions"), href: "/decisions" },
        { label: d.title || d.about, href: addressOf(id) },
      ]}
    >
      <div className="stack">
        <Notice>{t("decisions.rewordSays")}</Notice>
        {d.signed.length > 0 && <Notice tone="fair">{t("decisions.breaksKeys")}</Notice>}
        <Fields
          about={d.about}
          submit={t("decisions.save")}
          start={{
            choice: d.choice,
            who: d.who,
            role: d.role,
            when: d.when,
            until: d.until ?? "",
            why: d.why,
            evidence: d.evidence.join("\n"),
            justification: d.justification ?? "",
            action: d.action ?? "",
          }}
          onSubmit={reword}
        />
      </div>
    </Page>
  );
}

interface FieldsProps {
  about: string;
  start: Words;
  submit: string;
  onSubmit: (w: Words) => Promise<void>;
}

function Fields({ about, start, submit, onSubmit }: FieldsProps) {
  const { t } = useTranslation();
  const [words, setWords] = useState(start);
  const [saving, setSaving] = useState(false);
  const [, go] = useLocation();
  const sort = sortOf(about);
  useUnsaved(!saving && JSON.stringify(words) !== JSON.stringify(start));
  const set = (key: keyof Words) => (e: { target: { value: string } }) => setWords({ ...words, [key]: e.target.value });

  async function send() {
    setSaving(true);
    try {
      await onSubmit(words);
    } catch (e) {
      setSaving(false);
      throw e;
    }
  }

  return (
    <Form
      submit={submit}
      onSubmit={send}
      extra={
        <button type="button" onClick={() => go("/decisions")}>
          {t("parts.cancel")}
        </button>
      }
    >
      <Field label={t("decisions.choiceOf")} hint={words.choice && t(`decisions.means.${words.choice}`)} path="choice">
        <select required value={words.choice} onChange={set("choice")}>
          <option value="">{t("decisions.choose")}</option>
          {choicesOf(sort).map((c) => (
            <option key={c} value={c}>
              {t(`decisions.choice.${c}`)}
            </option>
          ))}
        </select>
      </Field>
      {words.choice === "not-affected" && (
        <Field label={t("decisions.justificationOf")} path="justification">
          <select value={words.justification} onChange={set("justification")}>
            <option value="">{t("decisions.choose")}</option>
            {justifications.map((j) => (
              <option key={j} value={j}>
                {t(`after.justification.${j}`)}
              </option>
            ))}
          </select>
        </Field>
      )}
      {sort === "vulnerability" && (
        <Field label={t("decisions.action")} hint={t("decisions.actionHint")} path="action">
          <textarea maxLength={4000} value={words.action} onChange={set("action")} />
        </Field>
      )}
      <Field label={t("decisions.why")} hint={t("decisions.whyHint")} path="why">
        <textarea required maxLength={4000} rows={5} value={words.why} onChange={set("why")} />
      </Field>
      <Field label={t("decisions.evidence")} hint={t("decisions.evidenceHint")} path="evidence">
        <textarea rows={2} value={words.evidence} onChange={set("evidence")} />
      </Field>
      <Field label={t("decisions.who")} path="who">
        <input type="text" required maxLength={200} value={words.who} onChange={set("who")} />
      </Field>
      <Field label={t("decisions.role")} path="role">
        <input type="text" required maxLength={200} value={words.role} onChange={set("role")} />
      </Field>
      <Field label={t("decisions.when")} path="when">
        <input type="date" required value={words.when} onChange={set("when")} />
      </Field>
      <Field label={t("decisions.until")} hint={t("decisions.untilHint")} path="until">
        <input type="date" value={words.until} onChange={set("until")} />
      </Field>
    </Form>
  );
}
