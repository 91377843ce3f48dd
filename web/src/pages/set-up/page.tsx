// The first visit of a new installation: the first administrator and the organisation. The code from the terminal shows that
// whoever sets it up may.
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, need } from "../../api/client";
import { sessionKey } from "../../api/queries";
import { Gate } from "../../app/gate";
import { isLanguage } from "../../i18n";
import { Field, Form } from "../../parts/form";

export default function SetUpPage() {
  const { t, i18n } = useTranslation();
  const client = useQueryClient();
  const [form, setForm] = useState({ code: "", organisation: "", name: "", email: "", password: "" });
  const bind = (name: keyof typeof form) => ({
    required: true,
    value: form[name],
    onChange: (e: { target: { value: string } }) => setForm({ ...form, [name]: e.target.value }),
  });

  async function setUp() {
    const session = await need(
      api.POST("/api/v1/setup", {
        body: { ...form, code: form.code.trim(), language: isLanguage(i18n.language) ? i18n.language : "en" },
      }),
    );
    client.setQueryData(sessionKey, session);
  }

  return (
    <Gate title={t("setUp.title")}>
      <p className="muted">{t("setUp.intro")}</p>
      <Form submit={t("setUp.submit")} onSubmit={setUp}>
        <Field label={t("setUp.code")} hint={t("setUp.codeHint")} path="code">
          <input type="text" autoComplete="off" spellCheck={false} className="code" {...bind("code")} />
        </Field>
        <Field label={t("setUp.organisation")} hint={t("setUp.organisationHint")} path="organisation">
          <input type="text" autoComplete="organization" {...bind("organisation")} />
        </Field>
        <Field label={t("setUp.name")} hint={t("setUp.nameHint")} path="name">
          <input type="text" autoComplete="name" {...bind("name")} />
        </Field>
        <Field label={t("session.email")} path="email">
          <input type="email" autoComplete="username" {...bind("email")} />
        </Field>
        <Field label={t("session.password")} hint={t("setUp.passwordHint")} path="password">
          <input type="password" autoComplete="new-password" {...bind("password")} />
        </Field>
      </Form>
    </Gate>
  );
}
