// A list of things of an account that can be taken away: passkeys, sessions, tokens.
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { ofAccount } from "../../api/queries";
import { Confirm } from "../../parts/confirm";
import { ErrorNotice } from "../../parts/error-page";
import { Empty, Loading } from "../../parts/states";

interface Thing {
  id: string;
}

interface ListProps<T extends Thing> {
  /** name is what the query is kept under. */
  name: string;
  title: string;
  empty: string;
  heads: string[];
  read: () => Promise<{ items: T[] | null }>;
  cells: (thing: T) => ReactNode[];
  label: (thing: T) => string;
  /** remove takes it away on the server; keep tells which cannot be. */
  remove: (thing: T) => Promise<unknown>;
  kept?: (thing: T) => boolean;
  action: string;
  question: string;
}

export function List<T extends Thing>(props: ListProps<T>) {
  const { name, title, empty, heads, read, cells, label, remove, kept, action, question } = props;
  const { t } = useTranslation();
  const client = useQueryClient();
  const list = useQuery({ queryKey: ofAccount(name), queryFn: read });
  const [asked, setAsked] = useState<T | null>(null);
  const removal = useMutation({
    mutationFn: remove,
    onSuccess: () => client.invalidateQueries({ queryKey: ofAccount(name) }),
    onSettled: () => setAsked(null),
  });
  if (list.error) return <ErrorNotice error={list.error} retry={() => void list.refetch()} />;
  if (!list.data) return <Loading />;
  const items = list.data.items ?? [];
  return (
    <>
      <ErrorNotice error={removal.error} />
      {items.length === 0 ? (
        <Empty title={empty} />
      ) : (
        <section className="table-wrap" aria-label={title}>
          <table>
            <thead>
              <tr>
                {heads.map((h) => (
                  <th key={h} scope="col">
                    {h}
                  </th>
                ))}
                <th scope="col">
                  <span className="sr-only">{action}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {items.map((x) => (
                <tr key={x.id}>
                  {cells(x).map((c, i) => (
                    <td key={heads[i]}>{c}</td>
                  ))}
                  <td className="number">
                    {!kept?.(x) && (
                      <button type="button" aria-label={`${action}: ${label(x)}`} onClick={() => setAsked(x)}>
                        {action}
                      </button>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
      <Confirm
        open={asked !== null}
        title={asked ? `${action}: ${label(asked)}` : ""}
        action={action}
        danger
        busy={removal.isPending}
        onCancel={() => setAsked(null)}
        onConfirm={() => asked && removal.mutate(asked)}
      >
        <p>{question}</p>
        <p className="muted">{t("profile.atOnce")}</p>
      </Confirm>
    </>
  );
}
