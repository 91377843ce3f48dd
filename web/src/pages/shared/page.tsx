// What a link leads to, for somebody without an account: one document, or the folder of one revision. The secret stands behind # in the
// address, so that it is in no log; it is sent in the body of a request.
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, need } from "../../api/client";
import { ApiError, asApiError } from "../../api/problem";
import { Gate } from "../../app/gate";
import { ErrorNotice } from "../../parts/error-page";
import { Loading, Notice } from "../../parts/states";
import { Time } from "../../parts/time";
import "./shared.css";

/** useSecret gives what stands behind #, also when another link is opened in the same window. */
function useSecret(): string {
  const [secret, setSecret] = useState(() => location.hash.slice(1));
  useEffect(() => {
    const hear = () => setSecret(location.hash.slice(1));
    addEventListener("hashchange", hear);
    return () => removeEventListener("hashchange", hear);
  }, []);
  return secret;
}

/** content gets the document, a file of the folder, or without a path the folder as a zip. */
async function content(secret: string, path?: string): Promise<Blob> {
  const { data, error, response } = await api.POST("/api/v1/shared/content", {
    body: { secret, path },
    parseAs: "blob",
  });
  if (!response.ok) throw new ApiError(response.status, typeof error === "object" ? { ...(error as object) } : {});
  return data as unknown as Blob;
}

function keep(blob: Blob, name: string) {
  const url = URL.createObjectURL(blob);
  const a = document.createElement("a");
  a.href = url;
  a.download = name;
  a.click();
  URL.revokeObjectURL(url);
}

export default function SharedPage() {
  const { t } = useTranslation();
  const secret = useSecret();
  const shared = useQuery({
    queryKey: ["shared", secret],
    queryFn: () => need(api.POST("/api/v1/shared", { body: { secret } })),
    staleTime: Number.POSITIVE_INFINITY, // each reading is counted
    enabled: secret !== "",
  });
  const [failed, setFailed] = useState<ApiError | null>(null);

  async function get(name: string, path?: string) {
    setFailed(null);
    try {
      keep(await content(secret, path), name);
    } catch (e) {
      setFailed(asApiError(e));
    }
  }

  if (secret === "" || shared.error)
    return (
      <Gate title={t("shared.nowhere")}>
        <p>{secret === "" ? t("shared.whole") : t("shared.ask")}</p>
        {shared.error && asApiError(shared.error).status !== 404 && (
          <ErrorNotice error={shared.error} retry={() => void shared.refetch()} />
        )}
      </Gate>
    );
  if (!shared.data) return <Loading />;
  const s = shared.data;
  const name = s.what.replace("document:", "");
  return (
    <Gate title={s.title}>
      <p className="muted">
        {t("shared.revision", { number: s.number })} <Time at={s.at} />. {t("shared.expires")} <Time at={s.expires} />.
      </p>
      <ErrorNotice error={failed} />
      {s.what === "folder" ? (
        <>
          <p>
            <button type="button" className="primary" onClick={() => void get("folder.zip")}>
              {t("shared.zip")}
            </button>
          </p>
          <h2>{t("shared.files", { count: s.contents.length })}</h2>
          <ul className="shared-files">
            {s.contents.map((path) => (
              <li key={path}>
                <button type="button" className="link" onClick={() => void get(path.split("/").at(-1) ?? path, path)}>
                  {path}
                </button>
              </li>
            ))}
          </ul>
        </>
      ) : (
        <>
          <p>
            <button type="button" className="primary" onClick={() => void get(name)}>
              {t("shared.download", { name })}
            </button>
          </p>
          {name.endsWith(".html") && <Shown secret={secret} title={s.title} />}
        </>
      )}
      <Notice>{t("shared.careful")}</Notice>
    </Gate>
  );
}

/** Shown is the document in a frame in which nothing runs. */
function Shown({ secret, title }: { secret: string; title: string }) {
  const { t } = useTranslation();
  const html = useQuery({
    queryKey: ["shared", secret, "content"],
    queryFn: async () => (await content(secret)).text(),
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (html.error) return <ErrorNotice error={html.error} retry={() => void html.refetch()} />;
  if (!html.data) return <Loading />;
  return <iframe className="shared-document" sandbox="" srcDoc={html.data} title={t("documents.preview", { title })} />;
}
