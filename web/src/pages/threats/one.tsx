// One threat: the story, why it is found here, what it rests on, where it leads, and what answers it.
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { useProject } from "../../app/place";
import { ErrorPage } from "../../parts/error-page";
import { Level } from "../../parts/level";
import { Page } from "../../parts/page";
import { Scroll } from "../../parts/scroll";
import { Loading } from "../../parts/states";
import { Thread } from "../../parts/thread";
import { Verdict } from "../../parts/verdict";
import { Way } from "../../parts/way";
import { DecidedOn } from "../decisions/on";
import { Answers } from "./answers";
import { type Threat, useThreat } from "./data";

export function One({ threat }: { threat: string }) {
  const { t } = useTranslation();
  const project = useProject();
  const { data, error, refetch } = useThreat(threat);
  if (error) return <ErrorPage error={error} retry={() => void refetch()} />;
  if (!data) return <Loading />;
  return (
    <Page
      title={data.title}
      subject={project.data?.name}
      intro={data.story}
      crumbs={[{ label: t("nav.threats"), href: "/threats" }]}
      focusKey={threat}
    >
      <div className="stack">
        <dl className="facts card">
          <dt>{t("threats.likelihood")}</dt>
          <dd>
            <Level value={data.likelihood} scale="likelihood" />{" "}
            <span className="muted small">{t("threats.frequency", { level: t(`levels.${data.frequency}`) })}</span>
          </dd>
          <dt>{t("threats.risk")}</dt>
          <dd>
            <Level value={data.risk} />
          </dd>
          <dt>{t("threats.filter.cause")}</dt>
          <dd>
            {t(`harms.causeOf.${data.cause}`)}, {t(`threats.categories.${data.category}`, data.category)}
          </dd>
          {data["opened-by"].length > 0 && (
            <>
              <dt>{t("threats.sideEffectOf")}</dt>
              <dd>
                {data["opened-by"].join(", ")} {t(data.opened ? "threats.inPlace" : "threats.notInPlace")}
              </dd>
            </>
          )}
        </dl>
        <DecidedOn about={threat} />
        <Found threat={data} />
        <Causes threat={data} />
        <Leads threat={data} />
        <Answers threat={data} />
        <Knowledge threat={data} />
        <Thread about={`threat:${threat}`} />
      </div>
    </Page>
  );
}

function Found({ threat }: { threat: Threat }) {
  const { t } = useTranslation();
  return (
    <section>
      <h2>{t("threats.found")}</h2>
      <Scroll label={t("threats.found")}>
        <table>
          <thead>
            <tr>
              <th scope="col">{t("threats.role")}</th>
              <th scope="col">{t("threats.element")}</th>
              <th scope="col">{t("threats.because")}</th>
            </tr>
          </thead>
          <tbody>
            {threat.found.map((r) => (
              <tr key={r.role}>
                <th scope="row">
                  {r.kind}
                  <div className="muted small">{r.role}</div>
                </th>
                <td>
                  <ul className="plain-list">
                    {r.elements.map((e) => (
                      <li key={e.element}>
                        <Link href={`/system?select=${encodeURIComponent(e.element)}`}>{e.title}</Link>
                      </li>
                    ))}
                  </ul>
                </td>
                <td>
                  {r.facts.length === 0 ? (
                    <span className="muted">{t("threats.byKind")}</span>
                  ) : (
                    <ul className="plain-list">
                      {r.facts.map((f) => (
                        <li key={f.fact}>
                          {f.title}:{" "}
                          <strong>
                            {f.values.map((v) => t(`threats.values.${v}`, v)).join(` ${t("threats.or")} `)}
                          </strong>
                        </li>
                      ))}
                    </ul>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </section>
  );
}

function Causes({ threat }: { threat: Threat }) {
  const { t } = useTranslation();
  return (
    <section>
      <h2>{t("threats.causes")}</h2>
      <ul>
        {threat.assumes.map((a) => (
          <li key={a.element + a.attribute}>
            {t("threats.doesNotHold")} <Link href={`/system?select=${encodeURIComponent(a.element)}`}>{a.title}</Link>:{" "}
            {a.says} <span className="muted">{t("way.trust", { level: t(`levels.${a.level}`) })}</span>
          </li>
        ))}
        {threat.causes.map((c) => (
          <li key={c.element + c.text}>
            {c.text} <Level value={c.level} scale="likelihood" />
          </li>
        ))}
      </ul>
      {threat.paths.map((p, i) => (
        <Way
          // biome-ignore lint/suspicious/noArrayIndexKey: ways have no name but their place
          key={i}
          way={p}
          label={t("threats.origin", { number: i + 1 })}
          end={<strong>{threat.title}</strong>}
        />
      ))}
    </section>
  );
}

function Leads({ threat }: { threat: Threat }) {
  const { t } = useTranslation();
  return (
    <section>
      <h2>{t("threats.leads")}</h2>
      <ul>
        {threat.effects.map((e) => (
          <li key={e.element + e.text}>
            {e.text} <Level value={e.level} scale="likelihood" />
          </li>
        ))}
      </ul>
      <h3>{t("threats.harms")}</h3>
      {threat.leads.length === 0 && <p className="muted">{t("threats.noHarms")}</p>}
      {threat.leads.map((l) => (
        <details key={l.harm}>
          <summary>
            {l.title} <Verdict value={l.acceptability} />
          </summary>
          <ol>
            {l.steps.map((s) => (
              <li key={s.threat}>
                <Link href={`/threats/${encodeURIComponent(s.threat)}`}>{s.title}</Link>
              </li>
            ))}
            <li>
              <Link href={`/harms/${encodeURIComponent(l.harm)}`}>{l.title}</Link>
            </li>
          </ol>
        </details>
      ))}
    </section>
  );
}

function Knowledge({ threat }: { threat: Threat }) {
  const { t } = useTranslation();
  return (
    <section>
      <h2>{t("threats.knowledge")}</h2>
      {threat.check && (
        <>
          <h3>{t("threats.check")}</h3>
          <p>{threat.check}</p>
        </>
      )}
      {threat["false-positives"] && (
        <>
          <h3>{t("threats.falseAlarm")}</h3>
          <p>{threat["false-positives"]}</p>
        </>
      )}
      <h3>{t("threats.sources")}</h3>
      <ul>
        {threat.sources.map((s) => (
          <li key={s.document + s.part}>{[s.document, s.part].filter(Boolean).join(", ")}</li>
        ))}
        {threat.references.length > 0 && <li>{threat.references.join(", ")}</li>}
        <li className="muted small">
          {t("threats.rule", { rule: threat.rule, version: threat.version, id: threat.id })}
        </li>
      </ul>
    </section>
  );
}
