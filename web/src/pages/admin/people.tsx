// People of the organisation: who they are, what they may do, who comes and who goes.
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type Answered, api, need } from "../../api/client";
import { inOrganisation } from "../../api/queries";
import { useOrganisation, usePlace } from "../../app/place";
import { useSession } from "../../app/session";
import { DataTable } from "../../parts/data-table";
import { Dialog } from "../../parts/dialog";
import { ErrorNotice } from "../../parts/error-page";
import { Field, Form } from "../../parts/form";
import { Time } from "../../parts/time";
import { say } from "../../parts/toasts";
import { Invite } from "./invite";

type Person = Answered<"/api/v1/organisations/{organisation}/members", "get">["items"][number];
export type Role = Person["role"];

export const roles = [
  "owner",
  "security-engineer",
  "clinical",
  "regulatory",
  "integrator",
  "operator",
  "assessor",
  "administrator",
] as const; // workbench.Roles

export function People() {
  const { t } = useTranslation();
  const { organisation = "" } = usePlace();
  const manages = useOrganisation()?.may.includes("manage") ?? false;
  const { account } = useSession();
  const query = useQuery({
    queryKey: inOrganisation(organisation, "members"),
    queryFn: () =>
      need(api.GET("/api/v1/organisations/{organisation}/members", { params: { path: { organisation } } })),
  });
  const [inviting, setInviting] = useState(false);
  const [changed, setChanged] = useState<Person | null>(null);
  if (query.error) return <ErrorNotice error={query.error} retry={() => void query.refetch()} />;
  return (
    <>
      <DataTable
        name="people"
        caption={t("admin.people")}
        rows={query.data?.items}
        rowKey={(p) => p.account}
        actions={
          manages && (
            <button type="button" className="primary" onClick={() => setInviting(true)}>
              {t("admin.invite")}
            </button>
          )
        }
        columns={[
          { id: "name", title: t("admin.name"), head: true, text: (p) => p.name },
          { id: "email", title: t("session.email"), text: (p) => p.email },
          { id: "role", title: t("admin.role"), text: (p) => t(`roles.${p.role}`) },
          {
            id: "since",
            title: t("admin.since"),
            text: (p) => p.since,
            cell: (p) => <Time at={p.since} show="date" />,
          },
          ...(manages
            ? [
                {
                  id: "act",
                  title: t("admin.change"),
                  cell: (p: Person) => (
                    <button type="button" aria-label={`${t("admin.change")}: ${p.name}`} onClick={() => setChanged(p)}>
                      {t("admin.change")}
                    </button>
                  ),
                },
              ]
            : []),
        ]}
      />
      <Invite open={inviting} onClose={() => setInviting(false)} />
      {changed && <Change person={changed} self={changed.account === account.id} onClose={() => setChanged(null)} />}
    </>
  );
}

/** Change gives somebody another role, or takes them out. The reason goes to the audit log. */
function Change({ person, self, onClose }: { person: Person; self: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { organisation = "" } = usePlace();
  const [role, setRole] = useState<string>(person.role);
  const [reason, setReason] = useState("");

  async function change() {
    await need(
      api.PUT("/api/v1/organisations/{organisation}/members/{account}", {
        params: { path: { organisation, account: person.account } },
        body: { role, reason },
      }),
    );
    await client.invalidateQueries({ queryKey: inOrganisation(organisation) });
    say(t("admin.changed", { name: person.name }));
    onClose();
  }

  return (
    <Dialog title={t("admin.changeOf", { name: person.name })} open onClose={onClose}>
      <Form submit={role === "" ? t("admin.takeOut") : t("admin.setRole")} onSubmit={change}>
        <Field label={t("admin.role")} hint={self ? t("admin.yourself") : t("admin.takeOutHint")} path="role">
          <select value={role} onChange={(e) => setRole(e.target.value)}>
            {roles.map((r) => (
              <option key={r} value={r}>
                {t(`roles.${r}`)}
              </option>
            ))}
            <option value="">{t("admin.noRole")}</option>
          </select>
        </Field>
        <Field label={t("admin.reason")} hint={t("admin.reasonHint")} path="reason">
          <input type="text" required maxLength={1000} value={reason} onChange={(e) => setReason(e.target.value)} />
        </Field>
      </Form>
    </Dialog>
  );
}
