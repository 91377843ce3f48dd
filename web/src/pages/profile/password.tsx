import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, need } from "../../api/client";
import { useSession } from "../../app/session";
import { Form, PasswordField } from "../../parts/form";
import { say } from "../../parts/toasts";

/** Password changes it. The old one is asked for, so that nobody at an open screen can. */
export function Password() {
  const { t } = useTranslation();
  const { account } = useSession();
  const [old, setOld] = useState("");
  const [next, setNext] = useState("");

  async function change() {
    await need(api.POST("/api/v1/account/password", { body: { old, new: next } }));
    setOld("");
    setNext("");
    say(t("profile.passwordChanged"));
  }

  return (
    <section className="card">
      <h2>{t("session.password")}</h2>
      <Form submit={t("profile.changePassword")} onSubmit={change}>
        <input type="text" hidden readOnly autoComplete="username" value={account.email} />
        <PasswordField label={t("profile.oldPassword")} path="old" value={old} onChange={setOld} />
        <PasswordField
          label={t("profile.newPassword")}
          hint={t("setUp.passwordHint")}
          path="new"
          value={next}
          onChange={setNext}
          chosen
        />
      </Form>
    </section>
  );
}
