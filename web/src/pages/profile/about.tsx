import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, need } from "../../api/client";
import { sessionKey } from "../../api/queries";
import { useSession } from "../../app/session";
import { useUnsaved } from "../../app/unsaved";
import { isLanguage, type Language, languages, setLanguage } from "../../i18n";
import { Field, Form } from "../../parts/form";
import { say } from "../../parts/toasts";

/** About is name and language of the account. */
export function About() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { account, organisations = [] } = useSession();
  const [name, setName] = useState(account.name);
  const [language, setOwn] = useState<Language>(isLanguage(account.language) ? account.language : "en");
  useUnsaved(name !== account.name || language !== account.language);

  async function save() {
    await need(api.PATCH("/api/v1/account", { body: { name, language } }));
    await client.invalidateQueries({ queryKey: sessionKey });
    setLanguage(language, true);
    say(t("profile.saved"));
  }

  return (
    <section className="card">
      <h2>{t("profile.about")}</h2>
      <dl className="facts">
        <dt>{t("session.email")}</dt>
        <dd>{account.email}</dd>
        {organisations.map((o) => (
          <div key={o.id}>
            <dt>{o.name}</dt>
            <dd>{o.role ? t(`roles.${o.role}`) : t("profile.single")}</dd>
          </div>
        ))}
      </dl>
      <Form submit={t("profile.save")} onSubmit={save}>
        <Field label={t("profile.name")} hint={t("setUp.nameHint")} path="name">
          <input type="text" required autoComplete="name" value={name} onChange={(e) => setName(e.target.value)} />
        </Field>
        <Field label={t("profile.language")} hint={t("profile.languageHint")} path="language">
          <select value={language} onChange={(e) => isLanguage(e.target.value) && setOwn(e.target.value)}>
            {Object.entries(languages).map(([code, title]) => (
              <option key={code} value={code} lang={code}>
                {title}
              </option>
            ))}
          </select>
        </Field>
      </Form>
    </section>
  );
}
