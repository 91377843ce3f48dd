// Whoever was invited chooses a password. The secret stands behind #, which browsers send to nobody.
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import { api, need } from "../../api/client";
import { sessionKey } from "../../api/queries";
import { Gate } from "../../app/gate";
import { Form, PasswordField } from "../../parts/form";

export default function InvitationPage() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [, go] = useLocation();
  const [secret] = useState(location.hash.slice(1));
  const [password, setPassword] = useState("");

  async function accept() {
    const session = await need(api.POST("/api/v1/invitation", { body: { secret, password } }));
    go("/", { replace: true });
    client.setQueryData(sessionKey, session);
  }

  return (
    <Gate title={t("invitation.title")}>
      <p className="muted">{t("invitation.says")}</p>
      <Form submit={t("invitation.accept")} onSubmit={accept}>
        <PasswordField
          label={t("session.password")}
          hint={t("setUp.passwordHint")}
          path="password"
          value={password}
          onChange={setPassword}
          chosen
        />
      </Form>
    </Gate>
  );
}
