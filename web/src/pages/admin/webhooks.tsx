// Programs of others that are told what happens.
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type Answered, api, need } from "../../api/client";
import { inOrganisation } from "../../api/queries";
import { usePlace } from "../../app/place";
import { Confirm } from "../../parts/confirm";
import { Dialog } from "../../parts/dialog";
import { ErrorNotice } from "../../parts/error-page";
import { Field, Form } from "../../parts/form";
import { Once } from "../../parts/once";
import { Empty, Loading } from "../../parts/states";
import { say } from "../../parts/toasts";
import { Deliveries } from "./deliveries";

type List = Answered<"/api/v1/organisations/{organisation}/webhooks", "get">;
export type Webhook = List["items"][number];

export function Webhooks() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { organisation = "" } = usePlace();
  const key = inOrganisation(organisation, "webhooks");
  const query = useQuery({
    queryKey: key,
    queryFn: () =>
      need(api.GET("/api/v1/organisations/{organisation}/webhooks", { params: { path: { organisation } } })),
  });
  const [making, setMaking] = useState(false);
  const [secret, setSecret] = useState("");
  const [shown, setShown] = useState<Webhook | null>(null);
  const [ended, setEnded] = useState<Webhook | null>(null);
  const at = (h: Webhook) => ({ params: { path: { organisation, webhook: h.id } } });
  const act = useMutation({
    mutationFn: (f: () => Promise<unknown>) => f(),
    onSuccess: () => client.invalidateQueries({ queryKey: key }),
    onSettled: () => setEnded(null),
  });
  const turn = (h: Webhook, on: boolean) =>
    act.mutate(() =>
      need(
        api.PUT("/api/v1/organisations/{organisation}/webhooks/{webhook}", {
          ...at(h),
          body: { url: h.url, topics: h.topics, on },
        }),
      ),
    );
  const test = (h: Webhook) =>
    act.mutate(async () => {
      await need(api.POST("/api/v1/organisations/{organisation}/webhooks/{webhook}/test", at(h)));
      say(t("admin.testSent"));
      setShown(h);
    });

  if (query.error) return <ErrorNotice error={query.error} retry={() => void query.refetch()} />;
  if (!query.data) return <Loading />;
  const add = (
    <button type="button" className="primary" onClick={() => setMaking(true)}>
      {t("admin.addWebhook")}
    </button>
  );
  return (
    <div className="stack">
      <p className="muted">{t("admin.webhooksSay")}</p>
      <ErrorNotice error={act.error} />
      {query.data.items.length === 0 ? (
        <Empty title={t("admin.noWebhooks")} actions={add} />
      ) : (
        <>
          <div className="row">{add}</div>
          {query.data.items.map((h) => (
            <section className="card" key={h.id}>
              <h2 className="code">{h.url}</h2>
              <p>
                <span className={`badge ${h.on ? "info" : ""}`}>{h.on ? t("admin.on") : t("admin.off")}</span>{" "}
                {h.topics.map((x) => t(`admin.did.${x}`, x)).join(", ")}
              </p>
              {h.failures > 0 && <p className="wrong">{t("admin.failures", { count: h.failures })}</p>}
              <p className="row">
                <button type="button" onClick={() => setShown(h)}>
                  {t("admin.deliveries")}
                </button>
                {h.on && (
                  <button type="button" onClick={() => test(h)}>
                    {t("admin.test")}
                  </button>
                )}
                <button type="button" onClick={() => turn(h, !h.on)}>
                  {h.on ? t("admin.turnOff") : t("admin.turnOn")}
                </button>
                <button type="button" onClick={() => setEnded(h)}>
                  {t("admin.endWebhook")}
                </button>
              </p>
            </section>
          ))}
        </>
      )}
      {making && (
        <Make
          topics={query.data.topics}
          onClose={() => setMaking(false)}
          onMade={(s) => {
            setMaking(false);
            setSecret(s);
            void client.invalidateQueries({ queryKey: key });
          }}
        />
      )}
      {secret && (
        <Once title={t("admin.webhookMade")} label={t("admin.secret")} value={secret} onClose={() => setSecret("")}>
          <p>{t("admin.webhookMadeSays")}</p>
        </Once>
      )}
      {shown && <Deliveries webhook={shown} onClose={() => setShown(null)} />}
      <Confirm
        open={ended !== null}
        title={t("admin.endWebhook")}
        action={t("admin.endWebhook")}
        danger
        busy={act.isPending}
        onCancel={() => setEnded(null)}
        onConfirm={() =>
          ended &&
          act.mutate(() => need(api.DELETE("/api/v1/organisations/{organisation}/webhooks/{webhook}", at(ended))))
        }
      >
        <p className="code">{ended?.url}</p>
        <p>{t("admin.endWebhookSays")}</p>
      </Confirm>
    </div>
  );
}

function Make({
  topics,
  onClose,
  onMade,
}: {
  topics: string[];
  onClose: () => void;
  onMade: (secret: string) => void;
}) {
  const { t } = useTranslation();
  const { organisation = "" } = usePlace();
  const [url, setUrl] = useState("");
  const [chosen, setChosen] = useState<string[]>(["revision.made"]);

  async function make() {
    const made = await need(
      api.POST("/api/v1/organisations/{organisation}/webhooks", {
        params: { path: { organisation } },
        body: { url, topics: chosen },
      }),
    );
    onMade(made.secret ?? "");
  }

  return (
    <Dialog title={t("admin.addWebhook")} open onClose={onClose}>
      <Form submit={t("admin.addWebhook")} onSubmit={make}>
        <Field label={t("admin.address")} hint={t("admin.addressHint")} path="url">
          <input type="url" required maxLength={2000} value={url} onChange={(e) => setUrl(e.target.value)} />
        </Field>
        <fieldset>
          <legend>{t("admin.topics")}</legend>
          {topics.map((topic) => (
            <Field key={topic} label={t(`admin.did.${topic}`, topic)} hint={topic} check>
              <input
                type="checkbox"
                checked={chosen.includes(topic)}
                onChange={(e) => setChosen(e.target.checked ? [...chosen, topic] : chosen.filter((x) => x !== topic))}
              />
            </Field>
          ))}
        </fieldset>
      </Form>
    </Dialog>
  );
}
