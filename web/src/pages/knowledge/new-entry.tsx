// A new entry: empty with the keys it must have, or a copy of one that is there.
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, need } from "../../api/client";
import { inOrganisation } from "../../api/queries";
import { Dialog } from "../../parts/dialog";
import { Field, Form } from "../../parts/form";
import { type EntryType, useOrganisationId } from "./data";

interface NewEntryProps {
  files: string[];
  onClose: () => void;
  onMade: (file: string, text: string) => void;
}

/** firstOwn is where numbers of own entries begin, so that they meet none that is shipped later. */
const firstOwn = 9001;

/** nextID gives the next free number for types whose ids are numbered. */
export function nextID(type: Pick<EntryType, "folder" | "prefix">, files: readonly string[]): string {
  if (!type.prefix) return "";
  const taken = new Set(files.map((f) => f.slice(f.lastIndexOf("/") + 1).replace(/\.yaml$/, "")));
  let n = firstOwn;
  while (taken.has(`${type.prefix}${n}`)) n++;
  return `${type.prefix}${n}`;
}

export function NewEntry({ files, onClose, onMade }: NewEntryProps) {
  const { t } = useTranslation();
  const organisation = useOrganisationId();
  const [chosen, choose] = useState("threat");
  const [typed, setTyped] = useState<string>();
  const [like, setLike] = useState("");
  const types = useQuery({
    queryKey: inOrganisation(organisation, "knowledge", "types"),
    queryFn: () =>
      need(
        api.GET("/api/v1/organisations/{organisation}/knowledge", {
          params: { path: { organisation }, query: { limit: 1 } },
        }),
      ),
  });
  const all = types.data?.types.filter((x) => x.folder) ?? [];
  const type = all.find((x) => x.type === chosen);
  const id = typed ?? (type ? nextID(type, files) : "");

  async function make() {
    const path = { organisation };
    const made = await need(
      api.GET("/api/v1/organisations/{organisation}/knowledge/skeleton", {
        params: { path, query: { type: chosen, id } },
      }),
    );
    if (!like.trim()) return onMade(made.file, made.text);
    const model = await need(
      api.GET("/api/v1/organisations/{organisation}/knowledge/entry", {
        params: { path, query: { type: chosen, id: like.trim() } },
      }),
    );
    onMade(made.file, (model.text ?? "").replace(/^id: .*$/m, `id: ${id}`).replace(/^(version|status): .*\n/gm, ""));
  }

  return (
    <Dialog title={t("knowledge.newEntry")} open onClose={onClose}>
      <Form submit={t("knowledge.makeEntry")} onSubmit={make}>
        <Field label={t("knowledge.types")} hint={t(`knowledge.about.${chosen}`)}>
          <select
            value={chosen}
            onChange={(e) => {
              choose(e.target.value);
              setTyped(undefined);
            }}
          >
            {all.map((x) => (
              <option key={x.type} value={x.type}>
                {t(`knowledge.one.${x.type}`)}
              </option>
            ))}
          </select>
        </Field>
        <Field label={t("knowledge.id")} hint={t(type?.prefix ? "knowledge.idNumbered" : "knowledge.idWords")}>
          <input
            type="text"
            required
            maxLength={100}
            pattern="[A-Za-z0-9.\-]+"
            value={id}
            onChange={(e) => setTyped(e.target.value)}
          />
        </Field>
        <Field label={t("knowledge.like")} hint={t("knowledge.likeHint")}>
          <input type="text" maxLength={100} value={like} onChange={(e) => setLike(e.target.value)} />
        </Field>
      </Form>
    </Dialog>
  );
}
