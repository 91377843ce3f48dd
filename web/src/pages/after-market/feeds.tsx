// Taking advisories in: files, addresses, and the invented ones of the examples. They belong to the organisation.
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, need } from "../../api/client";
import { useOrganisation, usePlace } from "../../app/place";
import { localeOf } from "../../i18n";
import { Confirm } from "../../parts/confirm";
import { ErrorNotice, ErrorPage } from "../../parts/error-page";
import { Empty, Loading, Notice } from "../../parts/states";
import { Time } from "../../parts/time";
import { say } from "../../parts/toasts";
import { Addresses } from "./addresses";
import { useChange, useFeeds, useMay } from "./data";

export function FeedsTab() {
  const { t } = useTranslation();
  const feeds = useFeeds();
  if (feeds.error) return <ErrorPage error={feeds.error} retry={() => void feeds.refetch()} />;
  if (!feeds.data) return <Loading />;
  const { index, made, lasts } = feeds.data;
  return (
    <div className="stack">
      <p className="muted">{t("after.feeds.intro")}</p>
      {!lasts && <Notice tone="fair">{t("after.feeds.gone")}</Notice>}
      {index && made ? (
        <div className="card">
          <h2>{t("after.feeds.index")}</h2>
          <p>
            {t("after.feeds.holds", {
              advisories: index.advisories,
              packages: index.packages,
              vulnerabilities: index.vulnerabilities,
            })}{" "}
            <Time at={made} />
          </p>
          <ul>
            {index.sources.map((s) => (
              <li key={s.path}>
                {s.path}:{" "}
                {Object.entries(s.files)
                  .map(([format, n]) => `${n} × ${format}`)
                  .join(", ") || t("after.feeds.nothing")}
                {s.warnings > 0 && <span className="muted"> {t("after.feeds.warnings", { count: s.warnings })}</span>}
              </li>
            ))}
          </ul>
        </div>
      ) : (
        <Empty title={t("after.feeds.none")}>{t("after.feeds.noneSays")}</Empty>
      )}
      <Uploads />
      <Addresses />
    </div>
  );
}

function Uploads() {
  const { t, i18n } = useTranslation();
  const { organisation = "" } = usePlace();
  const feeds = useFeeds();
  const may = useMay("triage");
  const file = useRef<HTMLInputElement>(null);
  const [leaving, setLeaving] = useState("");
  const path = { organisation };
  const upload = useChange((f: File) =>
    need(
      api.POST("/api/v1/organisations/{organisation}/feeds/uploads", {
        params: { path, query: { name: f.name } },
        body: f as never,
        bodySerializer: (b) => b as never,
        headers: { "Content-Type": "application/octet-stream" },
      }),
    ),
  );
  const example = useChange(() =>
    need(api.POST("/api/v1/organisations/{organisation}/feeds/example", { params: { path } })),
  );
  const leave = useChange((name: string) =>
    need(
      api.DELETE("/api/v1/organisations/{organisation}/feeds/uploads/{name}", {
        params: { path: { organisation, name } },
      }),
    ),
  );
  const busy = upload.isPending || example.isPending || leave.isPending;
  const size = new Intl.NumberFormat(localeOf(i18n.language), {
    style: "unit",
    unit: "kilobyte",
    maximumFractionDigits: 0,
  });
  const told = (got: { advisories: number }) => say(t("after.feeds.taken", { count: got.advisories }));
  const wrong = upload.error ?? example.error ?? leave.error;
  const warnings = upload.data?.warnings ?? example.data?.warnings ?? [];
  return (
    <section>
      <h2>{t("after.feeds.files")}</h2>
      <p className="muted">{t("after.feeds.filesSay")}</p>
      {may && (
        <div className="row">
          <input
            ref={file}
            type="file"
            hidden
            accept=".zip,.json,.csv,.md,.gz"
            onChange={(e) => {
              const f = e.target.files?.[0];
              e.target.value = "";
              if (f) upload.mutate(f, { onSuccess: told });
            }}
          />
          <button type="button" className="primary" aria-disabled={busy} onClick={() => !busy && file.current?.click()}>
            {upload.isPending ? t("after.feeds.reading") : t("after.feeds.upload")}
          </button>
          <button
            type="button"
            aria-disabled={busy}
            onClick={() => !busy && example.mutate(undefined, { onSuccess: told })}
          >
            {example.isPending ? t("after.feeds.reading") : t("after.feeds.example")}
          </button>
        </div>
      )}
      <ErrorNotice error={wrong} />
      {warnings.length > 0 && (
        <Notice tone="fair" live>
          <p>{t("after.feeds.leftOut")}</p>
          <ul>
            {warnings.map((w) => (
              <li key={w}>{w}</li>
            ))}
          </ul>
        </Notice>
      )}
      <ul className="bare">
        {feeds.data?.uploads.map((u) => (
          <li key={u.name} className="row">
            <span>
              {u.name} · {size.format(Math.ceil(u.bytes / 1000))} · <Time at={u.at} />
            </span>
            {may && (
              <button
                type="button"
                aria-label={t("after.feeds.leaveOutOne", { name: u.name })}
                onClick={() => setLeaving(u.name)}
              >
                {t("after.feeds.leaveOut")}
              </button>
            )}
          </li>
        ))}
      </ul>
      <Confirm
        title={t("after.feeds.leaveOutOne", { name: leaving })}
        open={leaving !== ""}
        action={t("after.feeds.leaveOut")}
        danger
        onCancel={() => setLeaving("")}
        onConfirm={() => {
          leave.mutate(leaving);
          setLeaving("");
        }}
      >
        {t("after.feeds.leaveOutSays")}
      </Confirm>
    </section>
  );
}

/** useManages tells whether one may set the addresses of the organisation. */
export function useManages(): boolean {
  return useOrganisation()?.may?.includes("manage") ?? false;
}
