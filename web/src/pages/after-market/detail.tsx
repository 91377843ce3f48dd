// One vulnerability at an element: why it matters to patients, what rules propose, and the decision.
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { useProject } from "../../app/place";
import { ErrorPage } from "../../parts/error-page";
import { Page } from "../../parts/page";
import { Loading } from "../../parts/states";
import { Thread } from "../../parts/thread";
import { Time } from "../../parts/time";
import { addressOf } from "../decisions/read";
import { HarmTurns, Turns } from "./besides";
import { type Detail, useDetail, useMay } from "./data";
import { DecideDialog } from "./decide";
import { open } from "./inbox";
import { Approval, Decided, Exploited, Priority } from "./marks";
import { Proposals } from "./proposals";

export function DetailPage({ about }: { about: string }) {
  const { t } = useTranslation();
  const project = useProject();
  const detail = useDetail(about);
  const may = useMay("triage");
  const [deciding, setDeciding] = useState(false);
  if (detail.error) return <ErrorPage error={detail.error} retry={() => void detail.refetch()} />;
  if (!detail.data) return <Loading />;
  const d = detail.data;
  return (
    <Page
      title={t("after.titleIn", { vulnerability: d.vulnerability, element: d.title })}
      subject={project.data?.name}
      intro={d.summary}
      crumbs={[{ label: t("nav.after-market"), href: "/after-market" }]}
      focusKey={about}
      actions={
        may && (
          <button type="button" className="primary" onClick={() => setDeciding(true)}>
            {d.status || d.stale ? t("after.decideAgain") : t("after.decide")}
          </button>
        )
      }
    >
      <div className="row marks">
        <Priority level={d.priority} />
        <Decided of={d} />
        {!open(d) && <Approval value={d.approval} />}
        <Exploited of={d} />
      </div>
      <Why d={d} />
      <Proposals d={d} />
      <Decisions d={d} />
      <About d={d} />
      <Thread about={`advisory:${about}`} />
      <DecideDialog about={[d]} argument={[...d.vex.argument]} open={deciding} onClose={() => setDeciding(false)} />
    </Page>
  );
}

function Why({ d }: { d: Detail }) {
  const { t } = useTranslation();
  const gravest = d.ways[0];
  return (
    <section>
      <h2>{t("after.why")}</h2>
      {d.ways.length === 0 ? (
        <p>
          {t("after.noHarm")} {t(d.priority === 4 ? "after.onlyAtElement" : "after.asAssumed")}
        </p>
      ) : (
        <HarmTurns list={d.ways} />
      )}
      {gravest?.way && (
        <>
          <h3>{t("after.way", { harm: gravest.title })}</h3>
          <ol className="way">
            {gravest.way.map((s) => (
              <li key={s}>{s}</li>
            ))}
          </ol>
          <p>
            <Link href={`/harms/${encodeURIComponent(gravest.id)}`}>
              {t("after.allCauses", { harm: gravest.title })}
            </Link>
          </p>
        </>
      )}
      <h3>{t("after.takes")}</h3>
      <Turns list={d.takes} />
      {d.missing.length > 0 && <p className="muted">{t("after.missing", { list: d.missing.join(", ") })}</p>}
      {d.remarks.length > 0 && (
        <p>
          {t("after.remarks")} {d.remarks.join(" ")}
        </p>
      )}
      <h3>{t("after.heldBy")}</h3>
      {d["held-by"].length === 0 ? (
        <p>{t("after.heldByNone")}</p>
      ) : (
        <ul>
          {d["held-by"].map((h) => (
            <li key={h.id}>{t("after.held", { control: h.title, element: h.element })}</li>
          ))}
        </ul>
      )}
    </section>
  );
}

function Decisions({ d }: { d: Detail }) {
  const { t } = useTranslation();
  return (
    <section>
      <h2>{t("after.decisions")}</h2>
      {d.stale && <p>{t("after.staleSays")}</p>}
      {d.decisions.length === 0 && <p>{t("after.noDecision")}</p>}
      {d.decisions.map((x) => (
        <div className="card decision" key={x.id}>
          <p>
            <strong>{t(`after.status.${x.choice.replaceAll("-", "_")}`)}</strong>
            {x.justification && ` (${t(`after.justification.${x.justification}`)})`}
            {x.replaced ? (
              <span className="muted"> {t("after.replaced")}</span>
            ) : (
              <>
                {" "}
                <Approval value={x.approval} />
              </>
            )}
          </p>
          {!x.replaced && x.approval !== "approved" && <p className="muted">{t("after.approvalSays")}</p>}
          <p>{x.why}</p>
          {x.action && <p>{t("after.toDo", { action: x.action })}</p>}
          <p className="muted">
            {t("after.by", { who: x.who, role: x.role })} <Time at={x.when} show="date" />
            {x.until && (
              <>
                {" "}
                {t("after.untilSays")} <Time at={x.until} show="date" />
              </>
            )}
            {" · "}
            <Link href={addressOf(x.id)}>
              {t(x.replaced || x.approval === "approved" ? "after.toDecision" : "after.toApproval")}
            </Link>
          </p>
        </div>
      ))}
    </section>
  );
}

function About({ d }: { d: Detail }) {
  const { t } = useTranslation();
  return (
    <section>
      <h2>{t("after.aboutIt")}</h2>
      <dl className="facts">
        <dt>{t("after.column.where")}</dt>
        <dd>
          <Link href={`/system?select=${encodeURIComponent(d.element)}`}>{d.title}</Link>
          {d.components.map((p) => (
            <div key={p.bill + p.name}>
              {p.name}: {p.versions}. {t("after.knownSince")} <Time at={p.known} />
            </div>
          ))}
        </dd>
        {d.listed.length > 0 && (
          <>
            <dt>{t("after.listedBy")}</dt>
            <dd>
              {d.listed.map((l) => (
                <div key={l.source}>
                  {l.source} {l.since && <Time at={l.since} show="date" />}
                  {l.ransomware && ` ${t("after.ransomware")}`}
                </div>
              ))}
            </dd>
          </>
        )}
        {d.weaknesses.length > 0 && (
          <>
            <dt>{t("after.weakness")}</dt>
            <dd>{d.weaknesses.join(", ")}</dd>
          </>
        )}
        {d.vector && (
          <>
            <dt>{t("after.vector")}</dt>
            <dd>
              <code>{d.vector}</code> {d.rater && <span className="muted">{d.rater}</span>}
            </dd>
          </>
        )}
        <dt>{t("after.sources")}</dt>
        <dd>{[...d.sources, ...d.aliases].join(", ")}</dd>
      </dl>
    </section>
  );
}
