// The files of the project: which is shown; new, renamed and deleted ones.
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Confirm } from "../../parts/confirm";
import { Dialog } from "../../parts/dialog";
import { Field, Form } from "../../parts/form";
import { Menu } from "../../parts/menu";
import { useSnapshot, useWork } from "./context";
import { layoutFile } from "./desk";

interface FileBarProps {
  path: string;
  paths: string[];
  open: (path: string | undefined) => void;
}

export function FileBar({ path, paths, open }: FileBarProps) {
  const { t } = useTranslation();
  const { desk, readOnly } = useWork();
  const { files, view } = useSnapshot(desk);
  const [asks, ask] = useState<"new" | "rename" | "delete">();
  const mark = (p: string) => {
    const errors = view?.diagnostics.filter((d) => d.file === p && d.severity === "error").length ?? 0;
    return `${p}${p in files ? ` · ${t("system.fileChanged")}` : ""}${errors > 0 ? ` · ${t("system.errors", { count: errors })}` : ""}`;
  };
  const folders = new Map<string, string[]>();
  for (const p of paths) {
    if (p === layoutFile) continue;
    const folder = p.slice(0, Math.max(0, p.lastIndexOf("/")));
    folders.set(folder, [...(folders.get(folder) ?? []), p]);
  }
  return (
    <div className="system-files">
      <select aria-label={t("system.file")} value={path} onChange={(e) => open(e.target.value)}>
        {[...folders]
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([folder, list]) => (
            <optgroup key={folder} label={folder || t("system.description")}>
              {list.map((p) => (
                <option key={p} value={p}>
                  {mark(p)}
                </option>
              ))}
            </optgroup>
          ))}
      </select>
      {!readOnly && (
        <Menu
          label={t("system.files")}
          items={[
            { label: t("system.newFile"), run: () => ask("new") },
            { label: t("system.renameFile"), run: () => ask("rename") },
            { label: t("system.deleteFile"), run: () => ask("delete") },
            { label: t("system.revertFile"), run: () => desk.drop(path), disabled: !(path in files) },
          ]}
        />
      )}
      <Confirm
        open={asks === "delete"}
        title={t("system.deleteAsk", { path })}
        action={t("system.deleteFile")}
        danger
        onCancel={() => ask(undefined)}
        onConfirm={() => {
          ask(undefined);
          desk.write(path, null);
          open(undefined);
        }}
      >
        <p>{t("system.deleteSays")}</p>
      </Confirm>
      <Dialog
        title={t(asks === "rename" ? "system.renameFile" : "system.newFile")}
        open={asks === "new" || asks === "rename"}
        onClose={() => ask(undefined)}
      >
        <NameForm
          start={asks === "rename" ? path : ""}
          taken={paths}
          submit={t(asks === "rename" ? "system.renameFile" : "system.newFile")}
          done={async (name) => {
            if (asks === "rename") {
              const text = await desk.text(path);
              desk.write(name, text);
              desk.write(path, null);
            } else desk.write(name, name.endsWith(".yaml") && !name.includes("/") ? "cordon: 1\n" : "");
            ask(undefined);
            open(name);
          }}
        />
      </Dialog>
    </div>
  );
}

const nameForm = /^[A-Za-z0-9][\w.-]*(\/[A-Za-z0-9][\w.-]*){0,7}$/;

function NameForm(p: { start: string; taken: string[]; submit: string; done: (name: string) => Promise<void> }) {
  const { t } = useTranslation();
  const [name, setName] = useState(p.start);
  const [wrong, setWrong] = useState<string>();
  return (
    <Form
      submit={p.submit}
      onSubmit={async () => {
        if (!nameForm.test(name)) return setWrong(t("system.badName"));
        if (p.taken.includes(name)) return setWrong(t("system.nameTaken"));
        await p.done(name);
      }}
    >
      <Field label={t("system.fileName")} hint={t("system.fileNameHint")} wrong={wrong}>
        <input
          value={name}
          onChange={(e) => setName(e.target.value)}
          maxLength={200}
          autoComplete="off"
          spellCheck={false}
        />
      </Field>
    </Form>
  );
}
