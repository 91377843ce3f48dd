// What a document leaves to people: each place with what is asked, and a field for the text that then stands there.
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { type Answered, api, need } from "../../api/client";
import { ApiError, asApiError } from "../../api/problem";
import { inProject } from "../../api/queries";
import { useProject, useProjectId } from "../../app/place";
import { useTyped } from "../../app/typed";
import { ErrorNotice } from "../../parts/error-page";
import { Field, Form } from "../../parts/form";
import { PlainText } from "../../parts/plain-text";
import { Empty, Loading, Notice } from "../../parts/states";
import { say } from "../../parts/toasts";
import { type Document, type Documents, useAddress, useWhich } from "./data";

type Places = Answered<"/api/v1/projects/{project}/revisions/{revision}/documents/{kind}/places", "get">;
type Place = Places["items"][number];
/** Typed is a text that is not saved yet, and what stood there when it was begun. */
interface Typed {
  says: string;
  was: string;
}

export function Places({ document: d, of }: { document: Document; of: Documents }) {
  const { t } = useTranslation();
  const project = useProjectId();
  const { revision } = useWhich();
  const address = useAddress();
  const may = useProject().data?.may?.includes("edit") ?? false;
  const places = useQuery({
    queryKey: inProject(project, "places", of.revision, d.kind),
    queryFn: () =>
      need(
        api.GET("/api/v1/projects/{project}/revisions/{revision}/documents/{kind}/places", {
          params: { path: { project, revision: of.revision, kind: d.kind } },
        }),
      ),
    placeholderData: (before) => before, // fields stay while the next revision is read
  });
  if (places.error) return <ErrorNotice error={places.error} retry={() => void places.refetch()} />;
  if (!places.data) return <Loading />;
  const { items, unasked } = places.data;
  if (items.length + unasked.length === 0)
    return <Empty title={t("documents.noPlaces")}>{t("documents.noPlacesSays")}</Empty>;
  const older = revision !== "head";
  const fields = (list: Place[]) =>
    list.map((p) => (
      <One
        key={`${p.section} ${p.asked}`}
        place={p}
        kind={d.kind}
        revision={places.data.revision}
        writes={may && !older}
      />
    ));
  return (
    <div className="stack">
      <p className="muted">{t("documents.placesSay")}</p>
      {older && (
        <Notice>
          {t("documents.olderPlaces")}{" "}
          <Link href={address({ document: d.kind, part: "places", revision: "head" })}>{t("documents.toNewest")}</Link>
        </Notice>
      )}
      {!may && <Notice>{t("documents.mayNotAdd")}</Notice>}
      {fields(items)}
      {unasked.length > 0 && (
        <section className="stack">
          <h2>{t("documents.unasked", { count: unasked.length })}</h2>
          <p className="muted">{t("documents.unaskedSays")}</p>
          {fields(unasked)}
        </section>
      )}
    </div>
  );
}

interface OneProps {
  place: Place;
  kind: string;
  revision: string;
  writes: boolean;
}

function One({ place: p, kind, revision, writes }: OneProps) {
  const { t } = useTranslation();
  const project = useProjectId();
  const client = useQueryClient();
  const [typed, setTyped] = useTyped<Typed>(`addition ${project} ${kind} ${p.section} ${p.asked}`);
  const asks = p.asks ?? p.asked;
  const says = typed?.says ?? p.says;
  const others = typed !== undefined && typed.was !== p.says;

  async function save() {
    if (!typed) return;
    if (others) throw new ApiError(409, { detail: t("documents.placeConflict") });
    try {
      await need(
        api.PUT("/api/v1/projects/{project}/documents/{kind}/places", {
          params: { path: { project, kind } },
          body: { section: p.section, asked: p.asked, says: typed.says, base: revision },
        }),
      );
    } catch (x) {
      await client.invalidateQueries({ queryKey: inProject(project) });
      throw asApiError(x).status === 409 ? new ApiError(409, { detail: t("documents.placeConflict") }) : x;
    }
    setTyped(undefined);
    await client.invalidateQueries({ queryKey: inProject(project) });
    say(t("documents.placeSaved"));
  }

  return (
    <section className="card">
      <h2>{p.section}</h2>
      {writes ? (
        <Form
          submit={t("documents.savePlace")}
          onSubmit={save}
          extra={
            typed && (
              <>
                <button type="button" className="quiet" onClick={() => setTyped(undefined)}>
                  {t("documents.forget")}
                </button>
                <span className="muted small">{t("documents.notSaved")}</span>
              </>
            )
          }
        >
          <Field label={asks} hint={t("documents.placeHint")} path="says">
            <textarea
              rows={Math.min(16, Math.max(3, says.split("\n").length + 1))}
              maxLength={60_000}
              value={says}
              onChange={(e) =>
                setTyped(
                  e.target.value === p.says && !others
                    ? undefined
                    : { says: e.target.value, was: typed?.was ?? p.says },
                )
              }
            />
          </Field>
          {others && (
            <Notice tone="fair">
              <p>{t("documents.othersWrote")}</p>
              {p.says ? <PlainText text={p.says} /> : <p>{t("documents.othersNothing")}</p>}
              <button type="button" onClick={() => setTyped({ says, was: p.says })}>
                {t("documents.mineInstead")}
              </button>
            </Notice>
          )}
        </Form>
      ) : (
        <>
          <p>
            <strong>{asks}</strong>
          </p>
          {p.says ? <PlainText text={p.says} /> : <p className="muted">{t("documents.placeOpen")}</p>}
        </>
      )}
    </section>
  );
}
