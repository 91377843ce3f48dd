// What published rules propose for a vulnerability, each with its reasons. People decide.
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Scroll } from "../../parts/scroll";
import type { Detail } from "./data";
import { Status } from "./marks";

export function Proposals({ d }: { d: Detail }) {
  const { t } = useTranslation();
  return (
    <section>
      <h2>{t("after.proposals")}</h2>
      <p className="muted">{t("after.proposalsSay")}</p>
      <div className="grid proposals">
        <Proposal
          title={t("after.rule.vex")}
          outcome={<Status value={d.vex.status} />}
          because={d.vex.argument}
          open={d.vex.open}
        >
          {d.vex.justification && <p>{t(`after.justification.${d.vex.justification}`)}</p>}
        </Proposal>
        <Proposal
          title={t("after.rule.fda")}
          outcome={<Outcome value={d["fda-risk"].outcome} bad={d["fda-risk"].outcome !== "controlled"} />}
          because={d["fda-risk"].because}
          open={[...(d["fda-risk"].change ?? []), ...(d["fda-risk"].open ?? [])]}
          openTitle={t("after.wouldChange")}
        />
        <Proposal
          title={t("after.rule.deployer")}
          outcome={
            <Outcome
              value={d["ssvc-deployer"].outcome}
              bad={["immediate", "out-of-cycle"].includes(d["ssvc-deployer"].outcome)}
            />
          }
          because={d["ssvc-deployer"].from}
          open={d["ssvc-deployer"].missing}
        />
        <Proposal
          title={t("after.rule.supplier")}
          outcome={
            <Outcome
              value={d["ssvc-supplier"].outcome}
              bad={["immediate", "out-of-cycle"].includes(d["ssvc-supplier"].outcome)}
            />
          }
          because={d["ssvc-supplier"].from}
          open={d["ssvc-supplier"].missing}
        />
      </div>
      {d.rubric && <Rubric d={d.rubric} />}
    </section>
  );
}

function Outcome({ value, bad }: { value: string; bad: boolean }) {
  const { t } = useTranslation();
  return (
    <span className={`badge ${bad ? "bad" : "good"}`}>
      <span aria-hidden="true">{bad ? "!" : "✓"}</span>
      {t(`after.outcome.${value}`)}
    </span>
  );
}

interface ProposalProps {
  title: string;
  outcome: ReactNode;
  because: readonly string[];
  open: readonly string[];
  openTitle?: string;
  children?: ReactNode;
}

function Proposal({ title, outcome, because, open, openTitle, children }: ProposalProps) {
  const { t } = useTranslation();
  return (
    <div className="card">
      <h3>{title}</h3>
      <p>{outcome}</p>
      {children}
      <ul className="small">
        {because.map((s) => (
          <li key={s}>{s}</li>
        ))}
      </ul>
      {open.length > 0 && (
        <>
          <h4>{openTitle ?? t("after.openQuestions")}</h4>
          <ul className="small">
            {open.map((s) => (
              <li key={s}>{s}</li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}

function Rubric({ d }: { d: NonNullable<Detail["rubric"]> }) {
  const { t } = useTranslation();
  return (
    <details>
      <summary>{t("after.rubric", { count: d.answers.length, open: d.open.length })}</summary>
      <p>
        <code>{d.vector}</code>
      </p>
      <p>
        <code>{d["vector-4.0"]}</code>
      </p>
      <Scroll label={t("after.rubricTable")}>
        <table>
          <caption className="sr-only">{t("after.rubricTable")}</caption>
          <thead>
            <tr>
              <th scope="col">{t("after.column.question")}</th>
              <th scope="col">{t("after.column.answer")}</th>
              <th scope="col">{t("after.column.evidence")}</th>
            </tr>
          </thead>
          <tbody>
            {d.answers.map((a) => (
              <tr key={a.question}>
                <th scope="row">
                  {a.asks} <span className="muted">{a.question}</span>
                </th>
                <td>
                  {t(`after.is.${a.is}`)}
                  {d.open.includes(a.question) && <div className="muted">{t("after.worseCounts")}</div>}
                </td>
                <td>
                  {a.because} <span className="muted">{a.from && t(`after.from.${a.from}`)}</span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </details>
  );
}
