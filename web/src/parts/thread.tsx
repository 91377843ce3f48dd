// What people say about something: read, say, answer, close. Others' words appear by themselves, because each comment is an event.
//
//   <Thread about="element:phone" />
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { type Answered, api, need } from "../api/client";
import { inProject } from "../api/queries";
import { useProject, useProjectId } from "../app/place";
import { useTyped } from "../app/typed";
import { ErrorNotice } from "./error-page";
import { Field, Form } from "./form";
import { usePeople } from "./people";
import { Loading } from "./states";
import { Time } from "./time";
import "./thread.css";

type Said = NonNullable<Answered<"/api/v1/projects/{project}/comments", "get">["items"]>[number];

export function Thread({ about }: { about: string }) {
  const { t } = useTranslation();
  const project = useProjectId();
  const may = useProject().data?.may ?? [];
  const id = useId();
  const client = useQueryClient();
  const key = inProject(project, "comments", about);
  const [closed, setClosed] = useState(false);
  const query = useQuery({
    queryKey: key,
    queryFn: () =>
      need(
        api.GET("/api/v1/projects/{project}/comments", { params: { path: { project }, query: { about, limit: 500 } } }),
      ),
  });
  const all = query.data?.items ?? [];
  const roots = all.filter((s) => !s.answers);
  const open = roots.filter((s) => !s.resolved);
  const shown = closed ? roots : open;

  async function say(text: string, answers?: string) {
    await need(
      api.POST("/api/v1/projects/{project}/comments", {
        params: { path: { project } },
        body: { about, text, answers },
      }),
    );
    await client.invalidateQueries({ queryKey: key });
  }

  return (
    <section className="thread" aria-labelledby={id}>
      <div className="row">
        <h2 id={id} className="grow">
          {t("thread.title")}
        </h2>
        {roots.length > open.length && (
          <button type="button" className="link" aria-pressed={closed} onClick={() => setClosed(!closed)}>
            {t(closed ? "thread.hideClosed" : "thread.showClosed", { count: roots.length - open.length })}
          </button>
        )}
      </div>
      {query.isPending && <Loading />}
      <ErrorNotice error={query.error} retry={() => void query.refetch()} />
      {query.data && shown.length === 0 && <p className="muted">{t("thread.none")}</p>}
      <ul className="said">
        {shown.map((s) => (
          <Strand
            key={s.id}
            said={s}
            answers={all.filter((x) => x.answers === s.id)}
            may={may.includes("comment")}
            name={`comment ${project} ${about} ${s.id}`}
            say={(text) => say(text, s.id)}
          />
        ))}
      </ul>
      {may.includes("comment") && (
        <Say
          name={`comment ${project} ${about}`}
          label={t("thread.say")}
          submit={t("thread.send")}
          say={(text) => say(text)}
        />
      )}
    </section>
  );
}

interface StrandProps {
  said: Said;
  answers: Said[];
  may: boolean;
  /** name is under which an answer is kept that is not sent yet. */
  name: string;
  say: (text: string) => Promise<void>;
}

/** Strand is a comment with its answers. */
function Strand({ said, answers, may, name, say }: StrandProps) {
  const { t } = useTranslation();
  const project = useProjectId();
  const client = useQueryClient();
  const { nameOf } = usePeople();
  const [answering, setAnswering] = useState(false);
  const [error, setError] = useState<unknown>(null);

  async function resolve(resolved: boolean) {
    setError(null);
    try {
      const path = { project, comment: said.id };
      await need(api.PATCH("/api/v1/projects/{project}/comments/{comment}", { params: { path }, body: { resolved } }));
      await client.invalidateQueries({ queryKey: inProject(project, "comments", said.about) });
    } catch (e) {
      setError(e);
    }
  }

  return (
    <li className={said.resolved ? "closed" : undefined}>
      <One said={said} />
      {answers.length > 0 && (
        <ul className="said">
          {answers.map((a) => (
            <li key={a.id}>
              <One said={a} />
            </li>
          ))}
        </ul>
      )}
      {said.resolved && (
        <p className="muted small">
          {t("thread.closedBy", { name: nameOf(said["resolved-by"] ?? "") })} <Time at={said.resolved} show="ago" />
        </p>
      )}
      <ErrorNotice error={error} />
      {may && answering && (
        <Say
          name={name}
          label={t("thread.answer")}
          submit={t("thread.sendAnswer")}
          say={async (text) => {
            await say(text);
            setAnswering(false);
          }}
          cancel={() => setAnswering(false)}
        />
      )}
      {may && !answering && (
        <div className="row small">
          {!said.resolved && (
            <button type="button" className="link" onClick={() => setAnswering(true)}>
              {t("thread.answer")}
            </button>
          )}
          <button type="button" className="link" onClick={() => void resolve(!said.resolved)}>
            {t(said.resolved ? "thread.reopen" : "thread.close")}
          </button>
        </div>
      )}
    </li>
  );
}

function One({ said }: { said: Said }) {
  const { nameOf } = usePeople();
  return (
    <>
      <p className="small">
        <strong>{nameOf(said.author)}</strong>{" "}
        <span className="muted">
          <Time at={said.at} show="ago" />
        </span>
      </p>
      <p className="words">{said.text}</p>
    </>
  );
}

interface SayProps {
  name: string;
  label: string;
  submit: string;
  say: (text: string) => Promise<void>;
  cancel?: () => void;
}

function Say({ name, label, submit, say, cancel }: SayProps) {
  const { t } = useTranslation();
  const [text = "", setText] = useTyped<string>(name);
  return (
    <Form
      submit={submit}
      onSubmit={async () => {
        await say(text);
        setText(undefined);
      }}
      extra={
        cancel && (
          <button type="button" onClick={cancel}>
            {t("parts.cancel")}
          </button>
        )
      }
    >
      <Field label={label} path="text">
        <textarea
          required
          maxLength={4000}
          rows={2}
          value={text}
          onChange={(e) => setText(e.target.value || undefined)}
        />
      </Field>
    </Form>
  );
}
