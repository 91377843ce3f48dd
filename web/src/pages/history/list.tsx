// The revisions of a project, newest first. Two can be chosen and compared.
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useLocation } from "wouter";
import { useProject } from "../../app/place";
import { ErrorPage } from "../../parts/error-page";
import { Page } from "../../parts/page";
import { usePeople } from "../../parts/people";
import { type Signature, useSignatures } from "../../parts/signing";
import { Loading } from "../../parts/states";
import { Time } from "../../parts/time";
import { compareAddress, onlySigned, type Revision, revisionAddress, useHistory } from "./read";
import "./history.css";

export function ListPage() {
  const { t } = useTranslation();
  const query = useHistory();
  const project = useProject().data;
  const signatures = useSignatures().data?.items ?? [];
  const [chosen, setChosen] = useState<string[]>([]);
  const [, go] = useLocation();
  if (query.error) return <ErrorPage error={query.error} retry={() => void query.refetch()} />;
  const all = query.data?.pages.flatMap((p) => p.items) ?? [];
  const pick = (id: string, on: boolean) => setChosen(on ? [...chosen, id].slice(-2) : chosen.filter((x) => x !== id));

  function compare() {
    const [from, to] = [...chosen].sort((a, b) => numberOf(all, a) - numberOf(all, b));
    if (from && to) go(compareAddress(from, to));
  }

  return (
    <Page
      title={t("nav.history")}
      subject={project?.name}
      intro={t("history.intro")}
      actions={
        <button type="button" className="primary" aria-disabled={chosen.length !== 2} onClick={compare}>
          {t("history.compareChosen", { count: chosen.length })}
        </button>
      }
    >
      {query.isPending && <Loading />}
      <ol className="revisions" aria-label={t("nav.history")}>
        {all.map((r, i) => (
          <Row
            key={r.id}
            revision={r}
            before={all[i + 1]}
            signatures={signatures.filter((s) => s.about === `revision:${r.id}`)}
            chosen={chosen.includes(r.id)}
            onChoose={(on) => pick(r.id, on)}
          />
        ))}
      </ol>
      {query.hasNextPage && (
        <button type="button" aria-disabled={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {query.isFetchingNextPage ? t("parts.loading") : t("parts.table.more")}
        </button>
      )}
    </Page>
  );
}

function numberOf(all: Revision[], id: string): number {
  return all.find((r) => r.id === id)?.number ?? 0;
}

interface RowProps {
  revision: Revision;
  /** before is the revision before it, if it is loaded. */
  before: Revision | undefined;
  signatures: Signature[];
  chosen: boolean;
  onChoose: (on: boolean) => void;
}

function Row({ revision: r, before, signatures, chosen, onChoose }: RowProps) {
  const { t } = useTranslation();
  const { nameOf } = usePeople();
  return (
    <li data-chosen={chosen || undefined}>
      <input
        type="checkbox"
        aria-label={t("history.choose", { number: r.number })}
        checked={chosen}
        onChange={(e) => onChoose(e.target.checked)}
      />
      <div className="grow">
        <p>
          <Link href={revisionAddress(r.id)}>
            {t("history.revision", { number: r.number })}: {r.message || t("history.noMessage")}
          </Link>
        </p>
        <p className="small muted row">
          <span>{nameOf(r.author)}</span>
          <Time at={r.at} />
          {r.merged && <span className="badge info">{t("history.merged")}</span>}
          {onlySigned(r, before) && <span className="badge">{t("history.onlySigned")}</span>}
          {signatures.map((s) => (
            <span key={s.id} className={`badge ${s.here ? "good" : "fair"}`}>
              <span aria-hidden="true">{s.here ? "✓" : "!"}</span>
              {t(`signing.meaning.${s.signature.meaning}`)}: {s.signature.name}
            </span>
          ))}
        </p>
      </div>
      {r.parent && (
        <Link
          className="button"
          href={compareAddress(r.parent, r.id)}
          aria-label={t("history.whatChangedIn", { number: r.number })}
        >
          {t("history.whatChanged")}
        </Link>
      )}
    </li>
  );
}
