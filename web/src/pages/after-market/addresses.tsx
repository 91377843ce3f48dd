// Addresses from which advisories are fetched, in the background.
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, need } from "../../api/client";
import { usePlace } from "../../app/place";
import { ErrorNotice } from "../../parts/error-page";
import { Field, Form } from "../../parts/form";
import { Progress } from "../../parts/progress";
import { say } from "../../parts/toasts";
import { fetching, useChange, useFeeds, useMay } from "./data";
import { useManages } from "./feeds";

export function Addresses() {
  const { t } = useTranslation();
  const { organisation = "" } = usePlace();
  const feeds = useFeeds();
  const may = useMay("triage");
  const manages = useManages();
  const sync = useChange(() =>
    need(api.POST("/api/v1/organisations/{organisation}/feeds/sync", { params: { path: { organisation } } })),
  );
  const addresses = feeds.data?.addresses ?? [];
  const job = feeds.data?.job;
  return (
    <section>
      <h2>{t("after.feeds.addresses")}</h2>
      <p className="muted">{t("after.feeds.addressesSay")}</p>
      {addresses.length === 0 && <p>{t("after.feeds.noAddress")}</p>}
      <ul>
        {addresses.map((a) => (
          <li key={a}>{a}</li>
        ))}
      </ul>
      {may && addresses.length > 0 && (
        <button
          type="button"
          aria-disabled={fetching(feeds.data)}
          onClick={() => !fetching(feeds.data) && sync.mutate(undefined)}
        >
          {t("after.feeds.sync")}
        </button>
      )}
      {job && (
        <Progress
          label={t("after.feeds.job")}
          state={job.state === "retrying" ? "waiting" : (job.state as "waiting")}
          part={job.total > 0 ? job.done / job.total : undefined}
          detail={
            job.state === "failed"
              ? job.error
              : job.done > 0
                ? t("after.feeds.records", { count: job.done })
                : undefined
          }
        />
      )}
      <ErrorNotice error={sync.error} />
      {manages && feeds.data && <Edit key={addresses.join()} addresses={addresses} />}
    </section>
  );
}

function Edit({ addresses }: { addresses: readonly string[] }) {
  const { t } = useTranslation();
  const { organisation = "" } = usePlace();
  const [text, setText] = useState(addresses.join("\n"));
  const set = useChange((list: string[]) =>
    need(
      api.PUT("/api/v1/organisations/{organisation}/feeds/addresses", {
        params: { path: { organisation } },
        body: { addresses: list },
      }),
    ),
  );
  return (
    <Form
      submit={t("after.feeds.save")}
      onSubmit={async () => {
        await set.mutateAsync(
          text
            .split("\n")
            .map((s) => s.trim())
            .filter(Boolean),
        );
        say(t("after.feeds.saved"));
      }}
    >
      <Field label={t("after.feeds.edit")} hint={t("after.feeds.editHint")} path="addresses">
        <textarea rows={3} spellCheck={false} value={text} onChange={(e) => setText(e.target.value)} />
      </Field>
    </Form>
  );
}
