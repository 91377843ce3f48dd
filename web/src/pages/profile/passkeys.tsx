import { browserSupportsWebAuthn } from "@simplewebauthn/browser";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, need } from "../../api/client";
import { ofAccount } from "../../api/queries";
import { addPasskey } from "../../app/passkeys";
import { useProof } from "../../app/prove";
import { Field, Form } from "../../parts/form";
import { Notice } from "../../parts/states";
import { Time } from "../../parts/time";
import { say } from "../../parts/toasts";
import { List } from "./list";

/** Passkeys lists and adds what one can sign in with instead of a password. */
export function Passkeys() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [name, setName] = useState("");
  const { proved, dialog } = useProof();

  async function add() {
    await proved(() => addPasskey(name));
    setName("");
    await client.invalidateQueries({ queryKey: ofAccount("passkeys") });
    say(t("profile.passkeyAdded"));
  }

  return (
    <section className="card">
      <h2>{t("profile.passkeys")}</h2>
      <p className="muted">{t("profile.passkeysSay")}</p>
      <List
        name="passkeys"
        title={t("profile.passkeys")}
        empty={t("profile.noPasskeys")}
        heads={[t("profile.nameOf"), t("profile.added"), t("profile.used")]}
        read={() => need(api.GET("/api/v1/account/passkeys"))}
        cells={(p) => [p.name, <Time key="c" at={p.created} show="date" />, <Time key="u" at={p.used} show="ago" />]}
        label={(p) => p.name}
        remove={(p) =>
          proved(() => need(api.DELETE("/api/v1/account/passkeys/{id}", { params: { path: { id: p.id } } })))
        }
        action={t("profile.removePasskey")}
        question={t("profile.removePasskeySays")}
      />
      {browserSupportsWebAuthn() ? (
        <Form submit={t("profile.addPasskey")} onSubmit={add}>
          <Field label={t("profile.passkeyName")} hint={t("profile.passkeyNameHint")} path="name">
            <input type="text" required maxLength={80} value={name} onChange={(e) => setName(e.target.value)} />
          </Field>
        </Form>
      ) : (
        <Notice>{t("profile.noWebAuthn")}</Notice>
      )}
      {dialog}
    </section>
  );
}
