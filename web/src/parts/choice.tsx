// One of few things, kept in the address: radio buttons in a row.
import { useId } from "react";
import { useSearchParams } from "wouter";

interface ChoiceProps {
  label: string;
  /** param is its name in the address; the first option stands for no parameter. */
  param: string;
  options: { id: string; title: string }[];
}

/** useChoice gives what is chosen: one of ids, or the first. */
export function useChoice<T extends string>(param: string, ids: readonly [T, ...T[]]): T {
  const [search] = useSearchParams();
  return ids.find((i) => i === search.get(param)) ?? ids[0];
}

export function Choice({ label, param, options }: ChoiceProps) {
  const name = useId();
  const [search, setSearch] = useSearchParams();
  const first = options[0]?.id ?? "";
  const chosen = options.find((o) => o.id === search.get(param))?.id ?? first;
  return (
    <fieldset className="choice">
      <legend>{label}</legend>
      {options.map((o) => (
        <label key={o.id}>
          <input
            type="radio"
            name={name}
            checked={o.id === chosen}
            onChange={() =>
              setSearch(
                (s) => {
                  if (o.id === first) s.delete(param);
                  else s.set(param, o.id);
                  return s;
                },
                { replace: true },
              )
            }
          />
          {o.title}
        </label>
      ))}
    </fieldset>
  );
}
