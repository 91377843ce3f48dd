// One option: what it does to each harm, what is new, what each control is there for, and its side effects.
import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link, useLocation } from "wouter";
import { propose } from "../../api/draft";
import { useProject, useProjectId } from "../../app/place";
import { ErrorNotice } from "../../parts/error-page";
import { Level } from "../../parts/level";
import { Scroll } from "../../parts/scroll";
import { Verdict } from "../../parts/verdict";
import { type Option, useEuro } from "./result";

type Measure = Option["measures"][number];

/** placed are the operations that put the new controls of an option into the description, as planned. */
export function placed(measures: readonly { id: string; state: string }[]) {
  return measures
    .filter((m) => m.state === "proposed")
    .map((m) => {
      const at = m.id.indexOf("@");
      return { do: "place", control: m.id.slice(0, at), on: [m.id.slice(at + 1)], state: "planned" };
    });
}

export function One({ option, number }: { option: Option; number: number }) {
  const { t } = useTranslation();
  const id = useProjectId();
  const project = useProject();
  const [, go] = useLocation();
  const fresh = option.measures.filter((m) => m.state === "proposed");
  const standing = option.measures.filter((m) => m.state !== "proposed");
  const take = useMutation({
    mutationFn: () => propose(id, project.data?.head ?? "", placed(option.measures)),
    onSuccess: () => go("/system"),
  });
  const tryIt = new URLSearchParams(fresh.map((m) => ["control", `${m.id}=planned`]));
  return (
    <section>
      <h2>{t("options.option", { number })}</h2>
      {fresh.length > 0 && (
        <div className="row">
          {project.data?.may?.includes("edit") && (
            <button type="button" className="primary" aria-disabled={take.isPending} onClick={() => take.mutate()}>
              {t(take.isPending ? "parts.working" : "options.take")}
            </button>
          )}
          <Link className="button" href={`/threats/try?${tryIt}`}>
            {t("options.try")}
          </Link>
        </div>
      )}
      <ErrorNotice error={take.error} />
      <h3>{t("options.harms")}</h3>
      <ul>
        {option.harms.map((h) => (
          <li key={h.harm}>
            <Link href={`/harms/${encodeURIComponent(h.harm)}`}>{h.title}</Link>:{" "}
            <Level value={h.before} scale="likelihood" />
            {h.before !== h.after && (
              <>
                {" → "}
                <Level value={h.after} scale="likelihood" />
              </>
            )}{" "}
            <Verdict value={h["verdict-after"]} />
          </li>
        ))}
      </ul>
      <h3>{t("options.new")}</h3>
      {fresh.length === 0 ? (
        <p className="muted">{t("options.nothingNew")}</p>
      ) : (
        <Measures measures={fresh} title={t("options.new")} />
      )}
      <h3>{t("options.sideEffects")}</h3>
      {option["side-effects"].length === 0 && <p className="muted">{t("options.noSideEffects")}</p>}
      <ul>
        {option["side-effects"].map((s) => (
          <li key={s.threat}>
            {s.title}: <Level value={s.likelihood} scale="likelihood" />{" "}
            {s.clinical && <strong>{t("options.onCare")}</strong>}
          </li>
        ))}
      </ul>
      {standing.length > 0 && (
        <details>
          <summary>{t("options.standing", { count: standing.length })}</summary>
          <Measures measures={standing} title={t("options.standing", { count: standing.length })} />
        </details>
      )}
    </section>
  );
}

function Measures({ measures, title }: { measures: Measure[]; title: string }) {
  const { t } = useTranslation();
  const euro = useEuro();
  return (
    <Scroll label={title}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t("harms.control")}</th>
            <th scope="col">{t("harms.layer")}</th>
            <th scope="col">{t("options.class")}</th>
            <th scope="col" className="number">
              {t("options.once")}
            </th>
            <th scope="col" className="number">
              {t("options.aYear")}
            </th>
            <th scope="col">{t("options.because")}</th>
          </tr>
        </thead>
        <tbody>
          {measures.map((m) => (
            <tr key={m.id}>
              <th scope="row">
                {m.title}
                <div className="muted small">{m.at}</div>
              </th>
              <td>{t(`harms.layers.${m.layer}`)}</td>
              <td>{t(`options.classes.${m.class}`)}</td>
              <td className="number">{euro(m["one-off"])}</td>
              <td className="number">{euro(m.yearly)}</td>
              <td>
                {m.because}
                {m.holds.length > 0 && (
                  <details>
                    <summary>{t("options.holds")}</summary>
                    <ol>
                      {m.holds.map((h) => (
                        <li key={h}>{h}</li>
                      ))}
                    </ol>
                  </details>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}
