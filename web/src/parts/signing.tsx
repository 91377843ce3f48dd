// Reviews and signatures of something: who signed it as what and why, who is asked, and the ways to sign, to ask and to reject.
//
//   <Signing about="decision:late-adjustment.yaml" />
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { type Answered, api, need } from "../api/client";
import { inProject } from "../api/queries";
import { useProject, useProjectId } from "../app/place";
import { useSession } from "../app/session";
import { AskDialog, RejectDialog } from "./asking";
import { ErrorNotice } from "./error-page";
import { usePeople } from "./people";
import { SignDialog } from "./sign-dialog";
import { Loading, Notice } from "./states";
import { Time } from "./time";
import "./signing.css";

export type Review = NonNullable<Answered<"/api/v1/projects/{project}/reviews", "get">["items"]>[number];
export type Signature = NonNullable<Answered<"/api/v1/projects/{project}/signatures", "get">["items"]>[number];

/** useSignatures reads the signatures of one thing, or of the whole project. */
export function useSignatures(about?: string) {
  const project = useProjectId();
  return useQuery({
    queryKey: inProject(project, "signatures", about ?? ""),
    queryFn: () =>
      need(api.GET("/api/v1/projects/{project}/signatures", { params: { path: { project }, query: { about } } })),
  });
}

/** useReviews reads the reviews of one thing, or of the whole project. */
export function useReviews(about?: string) {
  const project = useProjectId();
  return useQuery({
    queryKey: inProject(project, "reviews", about ?? ""),
    queryFn: () =>
      need(api.GET("/api/v1/projects/{project}/reviews", { params: { path: { project }, query: { about } } })),
  });
}

/** needed says what one must be allowed to do for a signature of a meaning. */
const needed: Record<string, string> = {
  authorship: "edit",
  review: "review",
  approval: "approve",
  responsibility: "approve",
};

export function Signing({ about }: { about: string }) {
  const { t } = useTranslation();
  const id = useId();
  const may = useProject().data?.may ?? [];
  const signatures = useSignatures(about);
  const reviews = useReviews(about);
  const [signing, setSigning] = useState<{ review?: Review } | null>(null);
  const [asking, setAsking] = useState(false);
  const [rejecting, setRejecting] = useState<Review | null>(null);
  const open = (reviews.data?.items ?? []).filter((r) => r.state === "open");
  const done = (reviews.data?.items ?? []).filter((r) => r.state !== "open");
  const all = signatures.data?.items ?? [];
  const meanings = Object.keys(needed).filter((m) => may.includes(needed[m] ?? ""));

  return (
    <section className="signing" aria-labelledby={id}>
      <div className="row">
        <h2 id={id} className="grow">
          {t("signing.title")}
        </h2>
        {may.includes("comment") && (
          <button type="button" onClick={() => setAsking(true)}>
            {t("signing.ask")}
          </button>
        )}
        {meanings.length > 0 && (
          <button type="button" onClick={() => setSigning({})}>
            {t("signing.sign")}
          </button>
        )}
      </div>
      {(signatures.isPending || reviews.isPending) && <Loading />}
      <ErrorNotice error={signatures.error ?? reviews.error} />
      {open.map((r) => (
        <Open key={r.id} review={r} onSign={() => setSigning({ review: r })} onReject={() => setRejecting(r)} />
      ))}
      {signatures.data && all.length === 0 && <p className="muted">{t("signing.none")}</p>}
      <ul className="signatures">
        {all.map((s) => (
          <Stamp key={s.file} signature={s} />
        ))}
      </ul>
      {done.length > 0 && (
        <details>
          <summary>{t("signing.doneReviews", { count: done.length })}</summary>
          {done.map((r) => (
            <Done key={r.id} review={r} />
          ))}
        </details>
      )}
      {signing && (
        <SignDialog about={about} review={signing.review} meanings={meanings} onClose={() => setSigning(null)} />
      )}
      {asking && <AskDialog about={about} onClose={() => setAsking(false)} />}
      {rejecting && <RejectDialog review={rejecting} onClose={() => setRejecting(null)} />}
    </section>
  );
}

/** Stamp is a signature with all that is printed beside it. */
export function Stamp({ signature: s }: { signature: Signature }) {
  const { t } = useTranslation();
  if (s.unreadable)
    return (
      <li>
        <Notice tone="bad">
          {t("signing.unreadable", { file: s.file })} {s.unreadable}
        </Notice>
      </li>
    );
  const of = s.signature;
  return (
    <li className={s.current ? "stamp" : "stamp earlier"}>
      <p className="row">
        <strong>{of.name}</strong>
        <span>{t(`roles.${of.role}`, { defaultValue: of.role })}</span>
        <span className={`badge ${s.here && s.current ? "good" : "fair"}`}>
          <span aria-hidden="true">{s.here && s.current ? "✓" : "!"}</span>
          {t(`signing.meaning.${of.meaning}`)}
        </span>
        <Time at={of.at} show="zone" />
      </p>
      <p className="words">{of.reason}</p>
      <p className="small muted">
        {of.subject} · {t(`signing.method.${of.method}`)}
      </p>
      {!s.current && <Notice tone="fair">{t("signing.earlier")}</Notice>}
      {!s.here && <Notice tone="fair">{t("signing.elsewhere")}</Notice>}
      <details>
        <summary>{t("signing.printed")}</summary>
        <pre>{s.text}</pre>
      </details>
    </li>
  );
}

interface OpenProps {
  review: Review;
  onSign: () => void;
  onReject: () => void;
}

/** Open is a review that waits for somebody. */
function Open({ review: r, onSign, onReject }: OpenProps) {
  const { t } = useTranslation();
  const project = useProjectId();
  const client = useQueryClient();
  const { nameOf } = usePeople();
  const { account } = useSession();
  const [error, setError] = useState<unknown>(null);
  const missing = [
    ...r.people.filter((p) => !r.answers.some((a) => a.account === p)).map(nameOf),
    ...r.roles.filter((x) => !r.answers.some((a) => a.role === x)).map((x) => t(`roles.${x}`)),
  ];
  async function withdraw() {
    try {
      const path = { project, review: r.id };
      await need(api.DELETE("/api/v1/projects/{project}/reviews/{review}", { params: { path } }));
      await client.invalidateQueries({ queryKey: inProject(project, "reviews") });
    } catch (e) {
      setError(e);
    }
  }
  return (
    <div className="card asked">
      <p>
        <strong>{t(`signing.askedFor.${r.meaning}`, { name: nameOf(r.by) })}</strong> <Time at={r.at} show="ago" />
      </p>
      {r.text && <p className="words">{r.text}</p>}
      <p className="small">{t("signing.missing", { names: missing.join(", ") })}</p>
      {r.changed && <Notice tone="fair">{t("signing.changedSince")}</Notice>}
      <ErrorNotice error={error} />
      <div className="row">
        {r.mine && (
          <>
            <button type="button" className="primary" onClick={onSign}>
              {t(`signing.signAs.${r.meaning}`)}
            </button>
            <button type="button" className="danger" onClick={onReject}>
              {t("signing.reject")}
            </button>
          </>
        )}
        {r.by === account.id && (
          <button type="button" className="link" onClick={() => void withdraw()}>
            {t("signing.withdraw")}
          </button>
        )}
      </div>
    </div>
  );
}

/** Done is a review that was answered or taken back. */
function Done({ review: r }: { review: Review }) {
  const { t } = useTranslation();
  const { nameOf } = usePeople();
  return (
    <div className="asked">
      <p>
        {t(`signing.askedFor.${r.meaning}`, { name: nameOf(r.by) })} <Time at={r.at} show="date" />:{" "}
        <strong>{t(`signing.state.${r.state}`)}</strong>
      </p>
      <ul>
        {r.answers.map((a) => (
          <li key={a.account}>
            {nameOf(a.account)} ({t(`roles.${a.role}`, { defaultValue: a.role })}):{" "}
            {t(a.signature ? "signing.signed" : "signing.rejected")}. {a.reason}
          </li>
        ))}
      </ul>
    </div>
  );
}
