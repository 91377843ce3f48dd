// One entry in full: what it says, sources, examples, what refers to it, what is like it, and the text it was written as.
import { Fragment } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { useOrganisation } from "../../app/place";
import { ErrorPage } from "../../parts/error-page";
import { Page } from "../../parts/page";
import { PlainText } from "../../parts/plain-text";
import { Loading, Notice } from "../../parts/states";
import { addressOf, type FullEntry, useEntry, usePackName } from "./data";
import "./knowledge.css";

type Part = FullEntry["parts"][number];

/** back is whether a part lists what refers to the entry. */
const back = (p: Part) => p.code === "named-by";

export function Entry({ type, id }: { type: string; id: string }) {
  const { t } = useTranslation();
  const organisation = useOrganisation();
  const packOf = usePackName();
  const { data, error, refetch } = useEntry(type, id);
  if (error) return <ErrorPage error={error} retry={() => void refetch()} />;
  if (!data) return <Loading />;
  const pack = packOf(data.pack);
  return (
    <Page
      title={data.title}
      subject={organisation?.name}
      intro={
        <>
          {t(`knowledge.one.${type}`)} <code>{data.id}</code> ·{" "}
          {pack ? t("knowledge.fromPack", { pack }) : t("knowledge.shipped")}
        </>
      }
      crumbs={[
        { label: t("nav.knowledge"), href: "/knowledge" },
        { label: t(`knowledge.type.${type}`), href: `/knowledge?type=${type}` },
      ]}
      focusKey={`${type} ${id}`}
      actions={<span className="badge">{t(`knowledge.statusOf.${data.status}`)}</span>}
    >
      <div className="stack knowledge-entry">
        {data.status === "withdrawn" && <Notice tone="fair">{t("knowledge.withdrawn")}</Notice>}
        {data.parts
          .filter((p) => !back(p))
          .map((p, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: two parts may have the same heading
            <PartOf key={i} part={p} title={data.title} />
          ))}
        <Examples entry={data} />
        <References parts={data.parts.filter(back)} />
        {data.similar.length > 0 && (
          <section>
            <h2>{t("knowledge.similar")}</h2>
            <ul>
              {data.similar.map((s) => (
                <li key={s.id}>
                  <Link href={addressOf(s)}>{s.title}</Link>{" "}
                  <span className="muted small">{t("knowledge.alike", { percent: s.percent })}</span>
                </li>
              ))}
            </ul>
          </section>
        )}
        {data.text && (
          <details>
            <summary>{t("knowledge.asWritten", { file: data.file })}</summary>
            <section className="table-wrap" aria-label={data.file} tabIndex={-1}>
              <pre className="small">{data.text}</pre>
            </section>
          </details>
        )}
        {data.status === "draft" && <p className="muted small">{t("knowledge.draftSays")}</p>}
      </div>
    </Page>
  );
}

function PartOf({ part, title }: { part: Part; title: string }) {
  const { t } = useTranslation();
  return (
    <section>
      <h2>{part.code ? t(`knowledge.part.${part.code}`, { defaultValue: part.heading }) : part.heading}</h2>
      {part.text && <PlainText text={part.text} />}
      {part.picture && (
        <div className="table-wrap knowledge-picture">
          <img
            src={`data:image/svg+xml,${encodeURIComponent(part.picture)}`}
            alt={t("knowledge.pictureOf", { title })}
          />
        </div>
      )}
      {part.items && <Lines items={part.items} />}
    </section>
  );
}

function Lines({ items }: { items: NonNullable<Part["items"]> }) {
  return (
    <ul>
      {items.map((line, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines have no name but their place
        <li key={i}>
          {line.map((x, j) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: pieces have no name but their place
            <Fragment key={j}>
              {x.type && x.id ? (
                <Link href={addressOf({ type: x.type, id: x.id })} title={x.id}>
                  {x.text}
                </Link>
              ) : x.url ? (
                <a href={x.url} rel="noreferrer" target="_blank">
                  {x.text}
                </a>
              ) : (
                x.text
              )}
            </Fragment>
          ))}
        </li>
      ))}
    </ul>
  );
}

function Examples({ entry }: { entry: FullEntry }) {
  const { t } = useTranslation();
  if (entry.examples.length === 0) return null;
  return (
    <section>
      <h2>{t("knowledge.examples")}</h2>
      <ul className="plain-list stack">
        {entry.examples.map((x) => (
          <li key={x.says} className="card">
            <p>
              <span className="badge">{t(`knowledge.expects.${x.expects}`, { defaultValue: x.expects })}</span> {x.says}
            </p>
            <details>
              <summary>{t("knowledge.exampleModel")}</summary>
              <pre className="small">{x.model}</pre>
            </details>
          </li>
        ))}
      </ul>
    </section>
  );
}

function References({ parts }: { parts: Part[] }) {
  const { t } = useTranslation();
  if (parts.length === 0) return null;
  return (
    <section>
      <h2>{t("knowledge.namedBy")}</h2>
      {parts.map((p) => (
        <details key={p.heading} open={(p.items?.length ?? 0) <= 12}>
          <summary>
            {t(`knowledge.type.${p.items?.[0]?.[0]?.type}`)} ({p.items?.length})
          </summary>
          <Lines items={p.items ?? []} />
        </details>
      ))}
    </section>
  );
}
