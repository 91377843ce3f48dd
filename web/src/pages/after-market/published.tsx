// What was published: each version of each document as it went out, to be downloaded.
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { api, need } from "../../api/client";
import { inProject } from "../../api/queries";
import { useProjectId } from "../../app/place";
import { ErrorNotice } from "../../parts/error-page";
import { usePeople } from "../../parts/people";
import { Scroll } from "../../parts/scroll";
import { Loading } from "../../parts/states";
import { Time } from "../../parts/time";

export function Published() {
  const { t } = useTranslation();
  const project = useProjectId();
  const { nameOf } = usePeople();
  const query = useQuery({
    queryKey: inProject(project, "publications"),
    queryFn: () => need(api.GET("/api/v1/projects/{project}/publications", { params: { path: { project } } })),
  });
  const all = query.data?.items ?? [];
  return (
    <section>
      <h2>{t("after.published.title")}</h2>
      {query.isPending && <Loading />}
      <ErrorNotice error={query.error} retry={() => void query.refetch()} />
      {query.data && all.length === 0 && <p className="muted">{t("after.published.none")}</p>}
      {all.length > 0 && (
        <Scroll label={t("after.published.title")}>
          <table>
            <caption className="sr-only">{t("after.published.title")}</caption>
            <thead>
              <tr>
                <th scope="col">{t("after.published.file")}</th>
                <th scope="col">{t("after.published.version")}</th>
                <th scope="col">{t("after.published.when")}</th>
                <th scope="col">{t("after.published.by")}</th>
                <th scope="col">{t("after.published.from")}</th>
              </tr>
            </thead>
            <tbody>
              {all.toReversed().map((p) => (
                <tr key={p.id}>
                  <th scope="row">
                    <a
                      href={`/api/v1/projects/${encodeURIComponent(project)}/publications/${encodeURIComponent(p.id)}/file`}
                      download={p.file}
                    >
                      {t("after.published.download", { name: p.file, version: p.edition })}
                    </a>
                    <div className="small muted digest">SHA-256 {p.hash}</div>
                  </th>
                  <td>{p.edition}</td>
                  <td>
                    <Time at={p.at} />
                  </td>
                  <td>{nameOf(p.by)}</td>
                  <td>
                    <Link href={`/history/${encodeURIComponent(p.revision)}`}>
                      {t("after.published.revision", { number: p.number })}
                    </Link>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
    </section>
  );
}
