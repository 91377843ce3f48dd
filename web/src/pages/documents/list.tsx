// The documents that can be made, for whom, and what is still open in each.
import { useTranslation } from "react-i18next";
import { Link, useSearchParams } from "wouter";
import { useProjectId } from "../../app/place";
import { type Column, DataTable } from "../../parts/data-table";
import { type Document, type Documents, fileAddress, useAddress, useWhich } from "./data";

export function List({ of }: { of: Documents }) {
  const { t } = useTranslation();
  const project = useProjectId();
  const address = useAddress();
  const { on } = useWhich();
  const [search, setSearch] = useSearchParams();
  const reader = search.get("for") ?? "";
  const readers = [...new Set(of.items.flatMap((d) => d.to))].sort();
  const people = (list: string[]) => list.map((w) => t(`comply.who.${w}`)).join(", ");
  const columns: Column<Document>[] = [
    {
      id: "title",
      title: t("documents.document"),
      head: true,
      text: (d) => `${d.title} ${d.kind}`,
      cell: (d) => (
        <>
          <Link href={address({ document: d.kind })}>{d.title}</Link>
          <span className="muted small documents-says">{d.says}</span>
        </>
      ),
    },
    { id: "to", title: t("documents.to"), text: (d) => people(d.to) },
    { id: "from", title: t("documents.from"), text: (d) => people(d.from) },
    {
      id: "open",
      title: t("documents.open"),
      number: true,
      sort: (d) => d.open.length,
      cell: (d) => (d.open.length > 0 ? <Link href={address({ document: d.kind })}>{d.open.length}</Link> : "0"),
    },
    {
      id: "get",
      title: t("documents.get"),
      cell: (d) => (
        <span className="documents-formats">
          {d.formats.map((f) => (
            <a key={f} href={fileAddress(project, of.revision, `${d.kind}.${f}`, on, true)} download={`${d.kind}.${f}`}>
              {f.toUpperCase()}
              <span className="sr-only">: {d.title}</span>
            </a>
          ))}
        </span>
      ),
    },
  ];
  return (
    <>
      <DataTable
        name="documents"
        caption={t("documents.view.list")}
        rows={of.items.filter((d) => !reader || d.to.includes(reader))}
        columns={columns}
        rowKey={(d) => d.kind}
        actions={
          <select
            aria-label={t("documents.to")}
            value={reader}
            onChange={(e) =>
              setSearch(
                (s) => {
                  e.target.value ? s.set("for", e.target.value) : s.delete("for");
                  return s;
                },
                { replace: true },
              )
            }
          >
            <option value="">{t("documents.anyReader")}</option>
            {readers.map((w) => (
              <option key={w} value={w}>
                {t(`comply.who.${w}`)}
              </option>
            ))}
          </select>
        }
      />
      <p className="muted small">{t("documents.drafts")}</p>
    </>
  );
}
