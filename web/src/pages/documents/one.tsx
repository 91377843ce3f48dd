// One document: how it looks, what is open in it, what changed since another revision, and ways to take it along.
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { ApiError } from "../../api/problem";
import { useProject, useProjectId } from "../../app/place";
import { ErrorPage } from "../../parts/error-page";
import { Page } from "../../parts/page";
import { Signing } from "../../parts/signing";
import { Empty } from "../../parts/states";
import { Tabs } from "../../parts/tabs";
import { Thread } from "../../parts/thread";
import { Changes } from "./changes";
import { type Document, type Documents, fileAddress, useAddress, useWhich } from "./data";
import { MakeShare } from "./make-share";
import { Places } from "./places";
import { Which } from "./which";

export function One({ kind, of }: { kind: string; of: Documents }) {
  const { t } = useTranslation();
  const project = useProject();
  const id = useProjectId();
  const address = useAddress();
  const { on } = useWhich();
  const d = of.items.find((x) => x.kind === kind);
  if (!d) return <ErrorPage error={new ApiError(404, { detail: t("documents.noSuch") })} />;
  const preview = fileAddress(id, of.revision, `${d.kind}.html`, on);
  return (
    <Page
      title={d.title}
      subject={project.data?.name}
      intro={d.says}
      focusKey={d.kind}
      crumbs={[{ label: t("nav.documents"), href: address({}) }]}
    >
      <Which of={of} />
      <p className="row no-print">
        <span>{t("documents.get")}:</span>
        {d.formats.map((f) => (
          <a
            key={f}
            className="button"
            href={fileAddress(id, of.revision, `${d.kind}.${f}`, on, true)}
            download={`${d.kind}.${f}`}
          >
            {f.toUpperCase()}
          </a>
        ))}
        <a href={preview} target="_blank" rel="noreferrer">
          {t("documents.ownWindow")}
        </a>
      </p>
      <Tabs
        label={d.title}
        param="part"
        tabs={[
          {
            id: "preview",
            title: t("documents.part.preview"),
            content: (
              <iframe
                className="documents-preview"
                key={preview}
                src={preview}
                sandbox=""
                title={t("documents.preview", { title: d.title })}
              />
            ),
          },
          {
            id: "open",
            title: `${t("documents.part.open")} (${d.open.length})`,
            content: <Open document={d} />,
          },
          { id: "places", title: t("documents.part.places"), content: <Places document={d} of={of} /> },
          ...(d.formats.length > 1
            ? [{ id: "changes", title: t("documents.part.changes"), content: <Changes kind={d.kind} of={of} /> }]
            : []),
          {
            id: "sign",
            title: t("documents.part.sign"),
            content: <Signing about={`document:${d.kind}.${d.formats.includes("pdf") ? "pdf" : "html"}`} />,
          },
          { id: "share", title: t("documents.part.share"), content: <MakeShare of={of} document={d} /> },
          { id: "talk", title: t("documents.part.talk"), content: <Thread about={`document:${d.kind}`} /> },
        ]}
      />
    </Page>
  );
}

function Open({ document: d }: { document: Document }) {
  const { t } = useTranslation();
  if (d.open.length === 0) return <Empty title={t("documents.nothingOpen")} />;
  const sections = [...new Set(d.open.map((o) => o.section))];
  return (
    <>
      <p className="muted">{t("documents.openSays")}</p>
      {sections.map((s) => (
        <section key={s}>
          <h2>{s}</h2>
          <ul>
            {d.open
              .filter((o) => o.section === s)
              .map((o) => (
                <li key={o.says + o.about.join()}>
                  {o.says}
                  {o.about.length > 0 && <Abouts ids={o.about} />}
                </li>
              ))}
          </ul>
        </section>
      ))}
    </>
  );
}

function Abouts({ ids }: { ids: string[] }) {
  return (
    <span className="small">
      {" "}
      {ids.slice(0, 12).map((x) => (
        <Link key={x} href={`/system?select=${encodeURIComponent(x)}`}>
          {x}{" "}
        </Link>
      ))}
      {ids.length > 12 && `… (${ids.length})`}
    </span>
  );
}
