// Questions whose answers decide whether clauses bind. An answer becomes an operation on the description, and so the next revision.
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { api, need } from "../../api/client";
import { inProject } from "../../api/queries";
import { useProject, useProjectId } from "../../app/place";
import { Form } from "../../parts/form";
import { Empty } from "../../parts/states";
import { say } from "../../parts/toasts";
import type { Compliance, Question } from "./data";

export function Questions({ of }: { of: Compliance }) {
  const { t } = useTranslation();
  const asked = of.findings.filter((f) => f.outcome === "asked" || f.subjects.some((s) => s.outcome === "asked"));
  return (
    <section className="stack">
      {of.questions.length === 0 && <Empty title={t("comply.noQuestions")}>{t("comply.noQuestionsSays")}</Empty>}
      {of.questions.map((q) => (
        <Answer key={q.path} question={q} revision={of.revision} />
      ))}
      {asked.length > 0 && (
        <p>
          {t("comply.alsoAsked", { count: asked.length })} <Link href="/system/guide">{t("comply.guide")}</Link>
        </p>
      )}
    </section>
  );
}

function Answer({ question: q, revision }: { question: Question; revision: string }) {
  const { t } = useTranslation();
  const project = useProjectId();
  const may = useProject().data?.may?.includes("edit") ?? false;
  const client = useQueryClient();
  const [chosen, setChosen] = useState<string[]>([]);
  const choose = (c: string, on: boolean) => {
    if (!q.several) setChosen([c]);
    else setChosen(on ? [...chosen, c] : chosen.filter((x) => x !== c));
  };

  async function answer() {
    if (chosen.length === 0) return;
    const params = { path: { project } };
    const value = q.several ? q.choices.filter((c) => chosen.includes(c)) : chosen[0];
    const look = await need(
      api.POST("/api/v1/projects/{project}/look", {
        params,
        body: { base: revision, operations: [{ do: "set", path: q.path.split("."), value }] },
      }),
    );
    if (look.wrong.length > 0) throw new Error(look.wrong.map((w) => w.message).join("; "));
    const made = await need(
      api.POST("/api/v1/projects/{project}/revisions", {
        params,
        body: { base: revision, files: look.files, message: t("comply.answered", { question: q.says }) },
      }),
    );
    if (made.conflicts.length > 0) throw new Error(t("comply.conflict"));
    await client.invalidateQueries({ queryKey: inProject(project) });
    say(t("comply.saved"));
  }

  return (
    <section className="card">
      <h2>{t(`comply.question.${q.path.split(".").at(-1)}`)}</h2>
      <p className="muted">{t("comply.waitFor", { count: q.waiting })}</p>
      {may ? (
        <Form submit={t("comply.save")} onSubmit={answer}>
          <fieldset className="row">
            <legend className="sr-only">{t(`comply.question.${q.path.split(".").at(-1)}`)}</legend>
            {q.choices.map((c) => (
              <label key={c} className="nowrap">
                <input
                  type={q.several ? "checkbox" : "radio"}
                  name={q.path}
                  checked={chosen.includes(c)}
                  onChange={(e) => choose(c, e.target.checked)}
                />{" "}
                {c === "none" ? t("comply.noDevice") : c === "other" ? t("comply.other") : c}
              </label>
            ))}
          </fieldset>
        </Form>
      ) : (
        <p>{t("comply.mayNot")}</p>
      )}
    </section>
  );
}
