import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, need } from "../../api/client";
import { ofAccount } from "../../api/queries";
import { useProof } from "../../app/prove";
import { Field, Form } from "../../parts/form";
import { Once } from "../../parts/once";
import { Time } from "../../parts/time";
import { List } from "./list";

const scopes = ["read", "write", "manage"] as const; // workbench.Scopes
const lives = [30, 90, 365] as const; // days

/** Tokens lets programs act for a person, in bounds. A secret is shown once. */
export function Tokens() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [name, setName] = useState("");
  const [chosen, setChosen] = useState<string[]>(["read"]);
  const [days, setDays] = useState<number>(lives[1]);
  const [secret, setSecret] = useState("");
  const { proved, dialog } = useProof();

  async function make() {
    const made = await proved(() => need(api.POST("/api/v1/account/tokens", { body: { name, scopes: chosen, days } })));
    setName("");
    setSecret(made.secret ?? "");
    await client.invalidateQueries({ queryKey: ofAccount("tokens") });
  }

  return (
    <section className="card">
      <h2>{t("profile.tokens")}</h2>
      <p className="muted">{t("profile.tokensSay")}</p>
      <List
        name="tokens"
        title={t("profile.tokens")}
        empty={t("profile.noTokens")}
        heads={[t("profile.nameOf"), t("profile.scopes"), t("profile.expires"), t("profile.used")]}
        read={() => need(api.GET("/api/v1/account/tokens"))}
        cells={(x) => [
          x.name,
          x.scopes?.map((s) => t(`profile.scope.${s}`)).join(", "),
          <Time key="e" at={x.expires} show="date" />,
          <Time key="u" at={x.used} show="ago" />,
        ]}
        label={(x) => x.name}
        remove={(x) => need(api.DELETE("/api/v1/account/tokens/{token}", { params: { path: { token: x.id } } }))}
        action={t("profile.removeToken")}
        question={t("profile.removeTokenSays")}
      />
      <Form submit={t("profile.makeToken")} onSubmit={make}>
        <Field label={t("profile.tokenName")} hint={t("profile.tokenNameHint")} path="name">
          <input type="text" required maxLength={80} value={name} onChange={(e) => setName(e.target.value)} />
        </Field>
        <fieldset>
          <legend>{t("profile.scopes")}</legend>
          {scopes.map((s) => (
            <Field key={s} label={t(`profile.scope.${s}`)} check>
              <input
                type="checkbox"
                checked={chosen.includes(s)}
                onChange={(e) => setChosen(e.target.checked ? [...chosen, s] : chosen.filter((x) => x !== s))}
              />
            </Field>
          ))}
        </fieldset>
        <Field label={t("profile.life")} path="days">
          <select value={days} onChange={(e) => setDays(Number(e.target.value))}>
            {lives.map((n) => (
              <option key={n} value={n}>
                {t("profile.days", { count: n })}
              </option>
            ))}
          </select>
        </Field>
      </Form>
      {secret && (
        <Once title={t("profile.newToken")} label={t("profile.secret")} value={secret} onClose={() => setSecret("")}>
          <p>{t("profile.keep")}</p>
        </Once>
      )}
      {dialog}
    </section>
  );
}
