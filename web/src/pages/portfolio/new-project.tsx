// A new system: with the guided form, from an example, or from a folder that is there already.
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import { api, need } from "../../api/client";
import { inOrganisation } from "../../api/queries";
import { Dialog } from "../../parts/dialog";
import { Field, Form } from "../../parts/form";

type From = "guide" | "example" | "zip";

interface Props {
  open: boolean;
  onClose: () => void;
  organisation: string;
}

export function NewProject({ open, onClose, organisation }: Props) {
  const { t } = useTranslation();
  return (
    <Dialog title={t("portfolio.add")} open={open} onClose={onClose}>
      <Choice organisation={organisation} />
    </Dialog>
  );
}

function Choice({ organisation }: { organisation: string }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [, go] = useLocation();
  const [from, setFrom] = useState<From>("guide");
  const [name, setName] = useState("");
  const [chosen, setExample] = useState("");
  const [zip, setZip] = useState<File | null>(null);
  const examples = useQuery({ queryKey: ["examples"], queryFn: () => need(api.GET("/api/v1/examples")) });
  const example = chosen || (examples.data?.items[0]?.id ?? "");

  async function make() {
    const path = { organisation };
    const made =
      from === "zip"
        ? await need(
            api.POST("/api/v1/organisations/{organisation}/projects/import", {
              params: { path, query: { name, sort: "system" } },
              headers: { "Content-Type": "application/zip" },
              body: zip as unknown as string,
              bodySerializer: (b: unknown) => b as Blob,
            }),
          )
        : await need(
            api.POST("/api/v1/organisations/{organisation}/projects", {
              params: { path },
              body: { name, sort: "system", example: from === "example" ? example : "" },
            }),
          );
    await client.invalidateQueries({ queryKey: inOrganisation(organisation, "portfolio") });
    go(`/p/${made.id}${from === "guide" ? "/system/guide" : ""}`);
  }

  return (
    <Form submit={t("portfolio.make")} onSubmit={make}>
      <Field label={t("portfolio.projectName")} hint={t("portfolio.projectNameHint")} path="name">
        <input type="text" required maxLength={120} value={name} onChange={(e) => setName(e.target.value)} />
      </Field>
      <fieldset>
        <legend>{t("portfolio.from")}</legend>
        {(["guide", "example", "zip"] as const).map((f) => (
          <Field key={f} label={t(`portfolio.from_${f}`)} check>
            <input type="radio" name="from" checked={from === f} onChange={() => setFrom(f)} />
          </Field>
        ))}
      </fieldset>
      {from === "example" && (
        <Field
          label={t("portfolio.example")}
          hint={examples.data?.items.find((e) => e.id === example)?.text}
          path="example"
        >
          <select value={example} onChange={(e) => setExample(e.target.value)}>
            {examples.data?.items.map((e) => (
              <option key={e.id} value={e.id}>
                {e.title}
              </option>
            ))}
          </select>
        </Field>
      )}
      {from === "zip" && (
        <Field label={t("portfolio.zip")} hint={t("portfolio.zipHint")} path="files">
          <input
            type="file"
            required
            accept=".zip,application/zip"
            onChange={(e) => setZip(e.target.files?.[0] ?? null)}
          />
        </Field>
      )}
    </Form>
  );
}
