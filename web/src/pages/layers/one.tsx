// One harm: the ways to it with what stands on them, what one loss does, and layers where nothing stands.
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { Level } from "../../parts/level";
import { Notice } from "../../parts/states";
import { Verdict } from "../../parts/verdict";
import { Way } from "../../parts/way";
import { type Harm, type Layers, nameOf, wayOf } from "./data";

interface OneProps {
  harm: Harm;
  layers: Layers;
}

export function One({ harm, layers }: OneProps) {
  const { t } = useTranslation();
  return (
    <section className="stack">
      <h2>
        <Link href={`/harms/${encodeURIComponent(harm.id)}`}>{harm.title}</Link>
      </h2>
      <div>
        <h3>{t("layers.ways")}</h3>
        {harm.paths.length === 0 && (
          <p className="muted">{t(harm["more-paths"] ? "layers.notLooked" : "harms.noWays")}</p>
        )}
        {harm.paths.map((p, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: ways have no name but their place
          <details key={i} open={i === 0}>
            <summary>
              {t(p.open ? "layers.open" : "layers.held", { number: i + 1 })} ·{" "}
              {t("layers.independent", { count: p["independent-layers"] })}
            </summary>
            <Way way={wayOf(p, layers)} label={t("harms.way", { number: i + 1 })} end={<strong>{harm.title}</strong>} />
            <p>
              {t("layers.bare")} <Level value={p["without-controls"]} scale="likelihood" />
            </p>
            {p.measures.length === 0 ? (
              <p className="muted">{t("harms.noControls")}</p>
            ) : (
              <ul>
                {p.measures.map((m) => (
                  <li key={m.controls.join()}>
                    <strong>{m.layers.map((l) => t(`harms.layers.${l}`)).join(" + ")}</strong>:{" "}
                    {m.controls.map((c) => nameOf(c, layers)).join(` ${t("harms.and")} `)} –{" "}
                    {m.holds ? t("layers.holds", { level: t(`levels.${m.alone}`) }) : t("layers.blocks")}
                  </li>
                ))}
              </ul>
            )}
          </details>
        ))}
      </div>
      <Losses title={t("layers.single")} none={t("layers.noSingle")} losses={harm["single-failures"]} layers={layers} />
      {harm["better-without"].length > 0 && (
        <Losses title={t("layers.relief")} none="" losses={harm["better-without"]} layers={layers} />
      )}
      <Without harm={harm} layers={layers} />
      <Gaps harm={harm} layers={layers} />
    </section>
  );
}

interface LossesProps {
  title: string;
  none: string;
  losses: Harm["single-failures"];
  layers: Layers;
}

function Losses({ title, none, losses, layers }: LossesProps) {
  const { t } = useTranslation();
  return (
    <div>
      <h3>{title}</h3>
      {losses.length === 0 && <p className="muted">{none}</p>}
      <ul>
        {losses.map((l) => (
          <li key={l.control ?? l.layer}>
            {l.control ? nameOf(l.control, layers) : t("layers.whole", { layer: t(`harms.layers.${l.layer}`) })}:{" "}
            <Level value={l.then.likelihood} scale="likelihood" /> <Verdict value={l.then.acceptability} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function Without({ harm, layers }: OneProps) {
  const { t } = useTranslation();
  const w = harm["without-surroundings"];
  return (
    <div>
      <h3>{t("layers.withoutSurroundings")}</h3>
      <dl className="facts">
        <dt>{t("layers.withoutControls")}</dt>
        <dd>
          <Level value={w.controls.likelihood} scale="likelihood" /> <Verdict value={w.controls.acceptability} />
        </dd>
        <dt>{t("layers.withoutAll")}</dt>
        <dd>
          <Level value={w["and-assumptions"].likelihood} scale="likelihood" />{" "}
          <Verdict value={w["and-assumptions"].acceptability} />
        </dd>
      </dl>
      {w.carried && <Notice tone="bad">{t("layers.carried")}</Notice>}
      {w.way && (
        <details>
          <summary>{t("layers.wayWithout")}</summary>
          <Way way={wayOf(w.way, layers)} label={t("layers.wayWithout")} end={<strong>{harm.title}</strong>} />
        </details>
      )}
    </div>
  );
}

function Gaps({ harm, layers }: OneProps) {
  const { t } = useTranslation();
  if (harm.gaps.length === 0) return null;
  const none = harm.gaps.filter((g) => g.candidates.length === 0);
  return (
    <div>
      <h3>{t("layers.gaps")}</h3>
      {harm.gaps.map(
        (g) =>
          g.candidates.length > 0 && (
            <details key={g.layer}>
              <summary>
                {t(`harms.layers.${g.layer}`)}: {t("layers.candidates", { count: g.candidates.length })}
              </summary>
              <ul>
                {g.candidates.map((c) => (
                  <li key={c.controls.join()}>
                    {c.controls.map((x) => nameOf(x, layers)).join(` ${t("harms.and")} `)}:{" "}
                    <Level value={c.harm.likelihood} scale="likelihood" /> <Verdict value={c.harm.acceptability} />{" "}
                    <span className="muted small">
                      {[...c.cost, ...c.burden].join("; ")}
                      {c.considered && ` · ${t("layers.considered")}`}
                    </span>
                    {c.worsens.length > 0 && (
                      <div className="small">
                        ⚠{" "}
                        {t("layers.worsens", {
                          list: c.worsens.map((w) => layers.harms.find((h) => h.id === w)?.title ?? w).join(", "),
                        })}
                      </div>
                    )}{" "}
                    <Link
                      href={`/threats/try?${new URLSearchParams(c.controls.map((x) => ["control", `${x}=present`]))}`}
                    >
                      {t("harms.try")}
                    </Link>
                  </li>
                ))}
              </ul>
            </details>
          ),
      )}
      {none.length > 0 && (
        <p className="muted">
          {t("layers.noneHelps", { list: none.map((g) => t(`harms.layers.${g.layer}`)).join(", ") })}
        </p>
      )}
    </div>
  );
}
