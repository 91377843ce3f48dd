// Inviting somebody. The link is shown once, and is given to the person by whoever invites.
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, need } from "../../api/client";
import { inOrganisation } from "../../api/queries";
import { usePlace } from "../../app/place";
import { isLanguage } from "../../i18n";
import { Dialog } from "../../parts/dialog";
import { Field, Form } from "../../parts/form";
import { Once } from "../../parts/once";
import { Notice } from "../../parts/states";
import { say } from "../../parts/toasts";
import { roles } from "./people";

export function Invite({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t, i18n } = useTranslation();
  const client = useQueryClient();
  const { organisation = "" } = usePlace();
  const [name, setName] = useState("");
  const [email, setEmail] = useState("");
  const [role, setRole] = useState<string>("security-engineer");
  const [secret, setSecret] = useState("");

  async function invite() {
    const made = await need(
      api.POST("/api/v1/organisations/{organisation}/members", {
        params: { path: { organisation } },
        body: { name, email, role, language: isLanguage(i18n.language) ? i18n.language : "en" },
      }),
    );
    await client.invalidateQueries({ queryKey: inOrganisation(organisation, "members") });
    setName("");
    setEmail("");
    if (made.secret) setSecret(made.secret);
    else {
      say(t("admin.added", { name })); // the account was there already
      onClose();
    }
  }

  function close() {
    setSecret("");
    onClose();
  }

  if (secret)
    return (
      <Once
        title={t("admin.invited")}
        value={`${location.origin}/invitation#${secret}`}
        label={t("admin.link")}
        onClose={close}
      >
        <p>{t("admin.invitedSays")}</p>
      </Once>
    );
  return (
    <Dialog title={t("admin.invite")} open={open} onClose={close}>
      <Form submit={t("admin.invite")} onSubmit={invite}>
        <Notice>{t("admin.inviteSays")}</Notice>
        <Field label={t("admin.name")} hint={t("setUp.nameHint")} path="name">
          <input type="text" required maxLength={120} value={name} onChange={(e) => setName(e.target.value)} />
        </Field>
        <Field label={t("session.email")} path="email">
          <input type="email" required value={email} onChange={(e) => setEmail(e.target.value)} />
        </Field>
        <Field label={t("admin.role")} path="role">
          <select value={role} onChange={(e) => setRole(e.target.value)}>
            {roles.map((r) => (
              <option key={r} value={r}>
                {t(`roles.${r}`)}
              </option>
            ))}
          </select>
        </Field>
      </Form>
    </Dialog>
  );
}
