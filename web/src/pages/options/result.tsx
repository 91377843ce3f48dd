// The options: what was asked, whether there is any set, the plot, the table, and the chosen one.
import { useTranslation } from "react-i18next";
import { Link, useSearchParams } from "wouter";
import type { Answered } from "../../api/client";
import { Pareto } from "../../charts/pareto";
import { localeOf } from "../../i18n";
import { Level } from "../../parts/level";
import { rankOf } from "../../parts/levels";
import { Scroll } from "../../parts/scroll";
import { Notice } from "../../parts/states";
import { Verdict } from "../../parts/verdict";
import { One } from "./one";

export type Proposal = NonNullable<
  Answered<"/api/v1/projects/{project}/revisions/{revision}/options", "post">["result"]
>;
export type Option = Proposal["options"][number];

export const years = 5; // over which yearly costs count: proportion.years

/** costOf is what an option costs over the years, in euro. */
export const costOf = (o: { "one-off": number; yearly: number }) => o["one-off"] + years * o.yearly;

/** left adds up the steps 0 to 5 of likelihood that the situations of all harms keep. It orders options; it measures no harm. */
export const left = (o: Option, when: "before" | "after") =>
  o.harms.reduce((sum, h) => sum + Math.max(0, rankOf(h[when], "likelihood")), 0);

export function useEuro() {
  const { i18n } = useTranslation();
  const format = new Intl.NumberFormat(localeOf(i18n.language), {
    style: "currency",
    currency: "EUR",
    maximumFractionDigits: 0,
  });
  return (n: number) => format.format(n);
}

export function Result({ proposal }: { proposal: Proposal }) {
  const { t } = useTranslation();
  const euro = useEuro();
  const [search, setSearch] = useSearchParams();
  const options = proposal.options;
  const at = Math.min(Math.max(0, Number(search.get("option") ?? 1) - 1 || 0), options.length - 1);
  const chosen = options[at];
  const choose = (i: number) =>
    setSearch(
      (s) => {
        s.set("option", String(i + 1));
        return s;
      },
      { replace: true },
    );
  return (
    <div className="stack">
      <Limits proposal={proposal} />
      {!proposal.possible && (
        <Notice tone="bad" live>
          <p>{t("options.impossible")}</p>
          <ul>
            {proposal.reason.map((r) => (
              <li key={r}>{r}</li>
            ))}
          </ul>
        </Notice>
      )}
      {proposal.possible && proposal.reason.map((r) => <Notice key={r}>{r}</Notice>)}
      {chosen && (
        <>
          <p role="status">
            {proposal.optimal ? t("options.optimal") : t("options.gap", { gap: euro(proposal.gap) })}{" "}
            {!proposal["options-complete"] && t("options.incomplete")}
          </p>
          <Pareto
            title={t("options.plot")}
            says={t("options.plotSays")}
            costName={t("options.cost", { years })}
            harmName={t("options.left")}
            secondName={t("options.careSteps")}
            chosen={String(at)}
            onChoose={(id) => id !== "now" && choose(Number(id))}
            points={[
              { id: "now", label: t("options.now"), cost: 0, harm: left(chosen, "before"), mark: true },
              ...options.map((o, i) => ({
                id: String(i),
                label: t("options.option", { number: i + 1 }),
                cost: costOf(o),
                harm: left(o, "after"),
                second: Math.max(0, rankOf(o["clinical-side-effects"], "likelihood")),
              })),
            ]}
          />
          <Table options={options} at={at} choose={choose} />
          <One option={chosen} number={at + 1} />
        </>
      )}
    </div>
  );
}

function Limits({ proposal }: { proposal: Proposal }) {
  const { t } = useTranslation();
  if (proposal.limits.length === 0) return <Notice>{t("options.noHarms")}</Notice>;
  return (
    <details>
      <summary>{t("options.askedFor")}</summary>
      <ul>
        {proposal.limits.map((l) => (
          <li key={l.harm}>
            <Link href={`/harms/${encodeURIComponent(l.harm)}`}>{l.title}</Link>:{" "}
            {l.never ? (
              t("options.never")
            ) : (
              <>
                {t("options.atMost", { level: t(`levels.${l.most}`) })} <Verdict value={l.verdict} />
              </>
            )}
          </li>
        ))}
      </ul>
    </details>
  );
}

interface TableProps {
  options: Option[];
  at: number;
  choose: (i: number) => void;
}

function Table({ options, at, choose }: TableProps) {
  const { t } = useTranslation();
  const euro = useEuro();
  return (
    <Scroll label={t("nav.options")}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t("charts.option")}</th>
            <th scope="col" className="number">
              {t("options.once")}
            </th>
            <th scope="col" className="number">
              {t("options.aYear")}
            </th>
            <th scope="col" className="number">
              {t("options.newControls")}
            </th>
            <th scope="col" className="number">
              {t("options.burden")}
            </th>
            <th scope="col">{t("options.care")}</th>
            <th scope="col" className="number">
              {t("options.left")}
            </th>
          </tr>
        </thead>
        <tbody>
          {options.map((o, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: options have no name but their place
            <tr key={i} data-current={i === at || undefined}>
              <th scope="row">
                <button type="button" className="link in-table" aria-pressed={i === at} onClick={() => choose(i)}>
                  {t("options.option", { number: i + 1 })}
                </button>
              </th>
              <td className="number">{euro(o["one-off"])}</td>
              <td className="number">{euro(o.yearly)}</td>
              <td className="number">{o.measures.filter((m) => m.state === "proposed").length}</td>
              <td className="number">{o.burden}</td>
              <td>
                <Level value={o["clinical-side-effects"]} scale="likelihood" />
              </td>
              <td className="number">{left(o, "after")}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}
