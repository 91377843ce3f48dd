// Putting a pack into use for the organisation, or taking it out: all systems are judged anew.
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, need } from "../../api/client";
import { Dialog } from "../../parts/dialog";
import { Field, Form } from "../../parts/form";
import { say } from "../../parts/toasts";
import { type Pack, useOrganisationId } from "./data";

export function Use({ pack, packs }: { pack: Pack; packs: Pack[] }) {
  const { t } = useTranslation();
  const [asks, ask] = useState<"on" | "off">();
  const used = pack["in-use"];
  return (
    <div className="row">
      {(!used || used.number < pack.newest.number) && (
        <button type="button" onClick={() => ask("on")}>
          {t("knowledge.use", { number: pack.newest.number })}
        </button>
      )}
      {used && (
        <button type="button" onClick={() => ask("off")}>
          {t("knowledge.stopUse")}
        </button>
      )}
      {asks && <Asking pack={pack} packs={packs} on={asks === "on"} onClose={() => ask(undefined)} />}
    </div>
  );
}

interface AskingProps {
  pack: Pack;
  packs: Pack[];
  on: boolean;
  onClose: () => void;
}

function Asking({ pack, packs, on, onClose }: AskingProps) {
  const { t } = useTranslation();
  const organisation = useOrganisationId();
  const client = useQueryClient();
  const [reason, setReason] = useState("");
  async function change() {
    const body = packs.flatMap((p) => {
      if (p.project === pack.project) return on ? [{ project: p.project, revision: p.newest.id }] : [];
      return p["in-use"] ? [{ project: p.project, revision: p["in-use"].id }] : [];
    });
    await need(
      api.PUT("/api/v1/organisations/{organisation}/packs", {
        params: { path: { organisation } },
        body: { packs: body, reason },
      }),
    );
    say(t(on ? "knowledge.isUsed" : "knowledge.isNotUsed", { pack: pack.name }));
    onClose();
    await client.invalidateQueries(); // all that is shown of systems was made with the other knowledge
  }
  return (
    <Dialog title={t(on ? "knowledge.useTitle" : "knowledge.stopTitle", { pack: pack.name })} open onClose={onClose}>
      <p>{t(on ? "knowledge.useSays" : "knowledge.stopSays")}</p>
      <Form submit={on ? t("knowledge.use", { number: pack.newest.number }) : t("knowledge.stopUse")} onSubmit={change}>
        <Field label={t("knowledge.reason")} hint={t("knowledge.reasonHint")} path="reason">
          <textarea required maxLength={4000} rows={3} value={reason} onChange={(e) => setReason(e.target.value)} />
        </Field>
      </Form>
    </Dialog>
  );
}
